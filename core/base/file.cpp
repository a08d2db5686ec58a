#include "core/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
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
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

tl::unexpected<Error> ioError(const std::filesystem::path& path, int code) {
    return fail(ErrorCode::Io, fmt::format("{}: {}", path.string(), std::strerror(code)));
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
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return ioError(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return ioError(path, errno);
    if (S_ISDIR(status.st_mode)) return ioError(path, EISDIR);
    if (static_cast<std::uint64_t>(status.st_size) >= kLargestFile)
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: {} bytes: files of 2 GiB and more are not supported",
                                path.string(), status.st_size));
    // A pipe has no size; read until it ends, whatever it said before.
    std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    for (;;) {
        if (filled == bytes.size()) {
            if (S_ISREG(status.st_mode) && filled > 0) break;
            if (filled >= kLargestFile)
                return fail(ErrorCode::Unsupported, path.string() + ": more than 2 GiB");
            bytes.resize(filled + (std::size_t{1} << 16));
        }
        const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return ioError(path, errno);
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return Blob(std::move(bytes));
}

Result<void> writeFile(const std::filesystem::path& path, std::span<const std::byte> bytes) {
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
