#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace thimble {

/// What the caller can do about it; the sentence for the person is in `Error::message`.
enum class ErrorCode {
    InvalidFile,      ///< the bytes are not what they claim to be: another file is needed
    Unsupported,      ///< well-formed, but outside what this program handles
    InvalidArgument,  ///< an option or a value given by the caller is wrong
    Io,               ///< the file system said no
};

struct Error {
    ErrorCode code{};
    std::string message;  ///< names the tensor, operator or file offset

    friend bool operator==(const Error&, const Error&) = default;
};

/// std::expected's interface until C++23 is the baseline.
template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace thimble

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses.
#define THIMBLE_JOIN_(a, b) a##b
#define THIMBLE_JOIN(a, b) THIMBLE_JOIN_(a, b)
#define THIMBLE_TRY_(name, declaration, expression)                     \
    auto name = (expression);                                           \
    if (!name) return ::tl::unexpected<::thimble::Error>(name.error()); \
    declaration = std::move(*name)

/// `THIMBLE_TRY(const Model model, readTflite(bytes));` hands an error to the caller, or the value
/// on.
#define THIMBLE_TRY(declaration, expression) \
    THIMBLE_TRY_(THIMBLE_JOIN(thimbleTry, __LINE__), declaration, expression)

// NOLINTEND(bugprone-macro-parentheses)

/// The same for a Result<void>.
#define THIMBLE_CHECK(expression)                                                       \
    do {                                                                                \
        if (auto thimbleCheck = (expression); !thimbleCheck)                            \
            return ::tl::unexpected<::thimble::Error>(std::move(thimbleCheck).error()); \
    } while (false)
