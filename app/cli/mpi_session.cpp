#include "app/cli/mpi_session.h"

#include <mpi.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/search/as_text.h"

namespace thimble::cli {

namespace {

enum Tag { kTask = 1, kAnswer = 2, kEnd = 3 };

struct Message {
    int from = 0;
    int tag = 0;
    std::string text;
};

void send(int to, Tag tag, const std::string& text) {
    MPI_Send(text.data(), static_cast<int>(text.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

/// Open MPI waits by asking all the time; tasks take much longer than this.
Message receive(int from) {
    constexpr auto kBetween = std::chrono::milliseconds(1);
    MPI_Status status;
    for (int isThere = 0;;) {
        MPI_Iprobe(from, MPI_ANY_TAG, MPI_COMM_WORLD, &isThere, &status);
        if (isThere != 0) break;
        std::this_thread::sleep_for(kBetween);
    }
    int bytes = 0;
    MPI_Get_count(&status, MPI_BYTE, &bytes);
    Message message{status.MPI_SOURCE, status.MPI_TAG,
                    std::string(static_cast<std::size_t>(bytes), '\0')};
    MPI_Recv(message.text.data(), bytes, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return message;
}

class MpiWorkers final : public search::Workers {
public:
    explicit MpiWorkers(int processes) {
        for (int p = processes - 1; p > 0; --p) m_free.push_back(p);
        m_count = m_free.size();
    }
    ~MpiWorkers() override {
        while (!m_busy.empty()) static_cast<void>(next());
        for (const int p : m_free) send(p, kEnd, {});
    }
    MpiWorkers(const MpiWorkers&) = delete;
    MpiWorkers& operator=(const MpiWorkers&) = delete;
    MpiWorkers(MpiWorkers&&) = delete;
    MpiWorkers& operator=(MpiWorkers&&) = delete;

    [[nodiscard]] std::size_t count() const override { return m_count; }

    void begin(const search::Task& task) override {
        const int to = m_free.back();
        m_free.pop_back();
        m_busy.emplace(to, task);
        send(to, kTask, search::taskText(task));
    }

    [[nodiscard]] search::Answer next() override {
        const Message message = receive(MPI_ANY_SOURCE);
        const auto done = m_busy.find(message.from);
        auto answer = search::parseAnswer(message.text);
        if (!answer)
            answer = search::Answer{.kind = done->second.kind,
                                    .number = done->second.number,
                                    .outcome = fail(ErrorCode::Io, answer.error().message)};
        m_busy.erase(done);
        m_free.push_back(message.from);
        return *std::move(answer);
    }

private:
    std::size_t m_count = 0;
    std::vector<int> m_free;
    std::map<int, search::Task> m_busy;  ///< by process
};

class Session final : public MpiSession {
public:
    Session() {
        int provided = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
        MPI_Comm_rank(MPI_COMM_WORLD, &m_rank);
        MPI_Comm_size(MPI_COMM_WORLD, &m_size);
    }
    ~Session() override { MPI_Finalize(); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    Session(Session&&) = delete;
    Session& operator=(Session&&) = delete;

    [[nodiscard]] bool isFirst() const override { return m_rank == 0; }
    [[nodiscard]] bool isMe(int process) const override { return m_rank == process; }

    [[nodiscard]] int firstUnwell(bool isWell) override {
        const int mine = isWell ? m_size : m_rank;
        int first = 0;
        MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
        return first == m_size ? -1 : first;
    }

    [[nodiscard]] std::unique_ptr<search::Workers> workers() override {
        if (m_size == 1) return nullptr;
        return std::make_unique<MpiWorkers>(m_size);
    }

    void serve(const search::Work& work) override {
        while (true) {
            const Message message = receive(0);
            if (message.tag == kEnd) return;
            const auto task = search::parseTask(message.text);
            const search::Answer answer =
                task ? search::answerTo(*task, work)
                     : search::Answer{.outcome = tl::unexpected<Error>(task.error())};
            send(0, kAnswer, search::answerText(answer));
        }
    }

private:
    int m_rank = 0;
    int m_size = 1;
};

/// What launchers tell the processes that they start.
bool isLaunched() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_NAMESPACE", "PMI_SIZE"})
        if (std::getenv(name) != nullptr) return true;
    return false;
}

}  // namespace

std::unique_ptr<MpiSession> joinMpi() {
    return isLaunched() ? std::make_unique<Session>() : nullptr;
}

}  // namespace thimble::cli
