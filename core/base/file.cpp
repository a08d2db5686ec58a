#include "core/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace thimble {

namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 31;

/// An open file that is closed when it goes out of sight.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Descriptor(Descriptor&& other) noexcept : m_fd(other.release()) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    [[nodiscard]] int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

tl::unexpected<Error> ioError(const std::filesystem::path& path, int code) {
    const std::string name = path.empty() ? "''" : path.string();
    return fail(ErrorCode::Io, fmt::format("{}: {}", name, std::strerror(code)));
}

struct OpenFile {
    Descriptor descriptor;
    bool isRegular = false;
    std::size_t bytes = 0;  ///< as the file system says; 0 for a pipe
};

Result<OpenFile> openFile(const std::filesystem::path& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return ioError(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return ioError(path, errno);
    if (S_ISDIR(status.st_mode)) return ioError(path, EISDIR);
    return OpenFile{std::move(file), S_ISREG(status.st_mode),
                    static_cast<std::size_t>(status.st_size)};
}

Result<void> writeAll(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return ioError(path, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace

Result<Blob> readFile(const std::filesystem::path& path) {
    THIMBLE_TRY(const OpenFile file, openFile(path));
    if (file.bytes >= kLargestFile)
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: {} bytes: files of 2 GiB and more are not supported",
                                path.string(), file.bytes));
    // A pipe has no size; read until it ends, whatever it said before.
    std::vector<std::byte> bytes(file.bytes);
    std::size_t filled = 0;
    for (;;) {
        if (filled == bytes.size()) {
            if (file.isRegular && filled > 0) break;
            if (filled >= kLargestFile)
                return fail(ErrorCode::Unsupported, path.string() + ": more than 2 GiB");
            bytes.resize(filled + (std::size_t{1} << 16));
        }
        const ssize_t count =
            ::read(file.descriptor.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return ioError(path, errno);
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return Blob(std::move(bytes));
}

Result<Blob> readFileStart(const std::filesystem::path& path, std::size_t count) {
    THIMBLE_TRY(const OpenFile file, openFile(path));
    if (!file.isRegular) return Blob();
    std::vector<std::byte> bytes(std::min(count, file.bytes));
    const ssize_t got = ::pread(file.descriptor.get(), bytes.data(), bytes.size(), 0);
    if (got < 0) return ioError(path, errno);
    bytes.resize(static_cast<std::size_t>(got));
    return Blob(std::move(bytes));
}

Result<void> checkNotInput(const std::filesystem::path& output,
                           const std::filesystem::path& input) {
    std::error_code missing;  // then they are not the same
    if (!std::filesystem::equivalent(output, input, missing)) return {};
    return fail(ErrorCode::InvalidArgument,
                output.string() + ": is the input file, which is never overwritten");
}

Result<void> checkOutputs(std::initializer_list<std::filesystem::path> outputs,
                          std::span<const std::filesystem::path> inputs) {
    std::set<std::filesystem::path> seen;
    for (const std::filesystem::path& output : outputs) {
        if (output.empty()) continue;
        for (const std::filesystem::path& input : inputs)
            if (!input.empty()) THIMBLE_CHECK(checkNotInput(output, input));
        std::error_code failed;  // then by the name as it was given
        std::filesystem::path name =
            std::filesystem::weakly_canonical(std::filesystem::absolute(output), failed);
        if (failed) name = output;
        // What is no regular file, such as /dev/stdout, takes both, one after the other.
        const bool isStream = std::filesystem::exists(output, failed) &&
                              !std::filesystem::is_regular_file(output, failed);
        if (!seen.insert(std::move(name)).second && !isStream)
            return fail(ErrorCode::InvalidArgument,
                        output.string() + ": is named for two things that are written");
    }
    return {};
}

Result<void> writeFile(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    struct stat there {};
    if (::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {
        const Descriptor device(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        if (device.get() < 0) return ioError(path, errno);
        return writeAll(device.get(), bytes, path);
    }
    std::string temporary = path.string() + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0) return ioError(path, errno);
    const auto abandon = [&](tl::unexpected<Error> error) {
        ::unlink(temporary.c_str());
        return error;
    };
    if (const Result<void> written = writeAll(file.get(), bytes, path); !written)
        return abandon(tl::unexpected(written.error()));
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(file.get(), 0666 & ~mask);
    if (::close(file.release()) != 0) return abandon(ioError(path, errno));
    if (::rename(temporary.c_str(), path.c_str()) != 0) return abandon(ioError(path, errno));
    return {};
}

}  // namespace thimble
