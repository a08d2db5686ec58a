#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/base/printable.h"

namespace thimble::cli {

/// Lines of text; names from the file in them cannot break them or command the terminal.
class Page {
public:
    template <typename... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        m_text += printable(fmt::format(format, std::forward<Args>(args)...));
        m_text += '\n';
    }
    void blank() { m_text += '\n'; }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

}  // namespace thimble::cli
