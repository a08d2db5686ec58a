// Reads a request to lay out a graph from standard input and writes the layout. A process of its
// own, because graphviz is not for threads and cannot be stopped: the window ends it.
#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

#include "core/diagram/layered_layout.h"
#include "core/diagram/layout_text.h"

namespace {

constexpr int kBadInput = 2;  // as the command line program

thimble::Result<std::string> answer(const std::string& text) {
    THIMBLE_TRY(const thimble::diagram::LayoutRequest request, thimble::diagram::readRequest(text));
    THIMBLE_TRY(const thimble::diagram::Layout layout, thimble::diagram::layOut(request));
    return thimble::diagram::layoutText(layout);
}

}  // namespace

int main() {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const auto layout = answer(text);
    if (!layout) {
        std::fprintf(stderr, "thimble-layout: error: %s\n", layout.error().message.c_str());
        return kBadInput;
    }
    std::cout << *layout;
    return 0;
}
