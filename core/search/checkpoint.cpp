#include "core/search/checkpoint.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/base/file.h"
#include "core/search/as_text.h"

namespace thimble::search {

namespace {

constexpr std::string_view kHead = R"({"thimble_search":1,"settings":)";

std::string headOf(const std::string& settings) { return std::string(kHead) + settings + "}"; }

}  // namespace

Result<std::unique_ptr<Checkpoint>> Checkpoint::open(const std::filesystem::path& path,
                                                     const std::string& settings,
                                                     const Space& space) {
    constexpr mode_t kForAll = 0666;  // less what the user's mask takes away
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, kForAll);
    if (file < 0)
        return fail(ErrorCode::Io, fmt::format("{}: {}", path.string(), std::strerror(errno)));
    std::unique_ptr<Checkpoint> checkpoint(new Checkpoint(path, file));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorCode::Io, path.string() + ": another search is writing to it");
    THIMBLE_TRY(const Blob blob, readFile(path));
    std::string text(reinterpret_cast<const char*>(blob.bytes().data()), blob.bytes().size());
    const std::size_t end = text.rfind('\n');
    text.resize(end == std::string::npos ? 0 : end + 1);
    // Something else than a checkpoint must not be cut.
    const std::string head = headOf(settings);
    if (text.empty() && blob.size() > 0) {
        const std::string_view begun(reinterpret_cast<const char*>(blob.bytes().data()),
                                     blob.bytes().size());
        if (head.substr(0, begun.size()) != begun)
            return fail(ErrorCode::InvalidFile, path.string() + ": no checkpoint of a search");
    }
    if (!text.empty()) THIMBLE_CHECK(checkpoint->read(text, head, space));
    if (static_cast<Bytes>(text.size()) < blob.size() &&
        ::ftruncate(file, static_cast<off_t>(text.size())) != 0)
        return fail(ErrorCode::Io, fmt::format("{}: {}", path.string(), std::strerror(errno)));
    if (text.empty()) THIMBLE_CHECK(checkpoint->append(head));
    return checkpoint;
}

Checkpoint::~Checkpoint() { ::close(m_file); }

Result<void> Checkpoint::read(const std::string& text, const std::string& settings,
                              const Space& space) {
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const std::size_t end = text.find('\n', at);
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        if (number == 0) {
            if (line.substr(0, kHead.size()) != kHead)
                return fail(ErrorCode::InvalidFile,
                            m_path.string() + ": no checkpoint of a search");
            if (line != settings)
                return fail(ErrorCode::InvalidArgument,
                            m_path.string() +
                                ": the checkpoint of another search; its first line says of which");
            continue;
        }
        auto parsed = parseLine(line);
        if (!parsed)
            return fail(ErrorCode::InvalidFile, fmt::format("{}: line {}: {}", m_path.string(),
                                                            number + 1, parsed.error().message));
        Record& record = parsed->record;
        if (!isIn(space, record.proposal.genome))
            return fail(
                ErrorCode::InvalidFile,
                fmt::format("{}: line {}: no variant of this search", m_path.string(), number + 1));
        if (parsed->index >= 0)
            m_records.insert_or_assign(parsed->index, std::move(record));
        else if (record.outcome.score)
            m_tests.insert_or_assign(record.proposal.genome, *record.outcome.score);
    }
    return {};
}

Result<void> Checkpoint::append(const std::string& line) {
    const std::string text = line + "\n";
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t wrote = ::write(m_file, text.data() + done, text.size() - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0)
            return fail(ErrorCode::Io,
                        fmt::format("{}: {}", m_path.string(), std::strerror(errno)));
        done += static_cast<std::size_t>(wrote);
    }
    return {};
}

std::optional<Record> Checkpoint::recordOf(std::int64_t index) const {
    const auto found = m_records.find(index);
    if (found == m_records.end()) return std::nullopt;
    return found->second;
}

std::optional<double> Checkpoint::testOf(const Genome& genome) const {
    const auto found = m_tests.find(genome);
    if (found == m_tests.end()) return std::nullopt;
    return found->second;
}

Result<void> Checkpoint::keep(std::int64_t index, const Record& record) {
    return append(lineText({index, record}));
}

Result<void> Checkpoint::keepTest(const Genome& genome, double score) {
    CheckpointLine line;
    line.record.proposal.genome = genome;
    line.record.outcome.score = score;
    return append(lineText(line));
}

}  // namespace thimble::search
