#pragma once

#include <string>
#include <string_view>

#include "core/tflm/kernel.h"
#include "tests/support/model_text.h"

namespace thimble::tflm::test {

using thimble::test::addOperatorFromText;
using thimble::test::customOptionsFromText;
using thimble::test::modelFromText;

/// "o28/4 i56 t0 p16 s108": options of 28 bytes on 4, 56 bytes in Init, then in Prepare a
/// description of tensor 0, 16 persistent bytes, 108 bytes of scratch.
inline std::string requestsText(const KernelRequests& requests) {
    std::string text;
    const auto add = [&text](char kind, Bytes bytes) {
        text += (text.empty() ? "" : " ") + std::string(1, kind) + std::to_string(bytes);
    };
    for (const ParseRequest& request : requests.parse) {
        add('o', request.bytes);
        text += "/" + std::to_string(request.alignment);
    }
    for (const KernelRequest& request : requests.init) add('i', request.bytes);
    for (const KernelRequest& request : requests.prepare) switch (request.kind) {
            case KernelRequest::Kind::Persistent: add('p', request.bytes); break;
            case KernelRequest::Kind::Scratch: add('s', request.bytes); break;
            case KernelRequest::Kind::TempTensor: add('t', request.tensor); break;
        }
    return text;
}

inline KernelRequests requestsOf(const Model& model, std::string_view target) {
    return kernelRequests(findModelFacts(model), 0, 0, findTarget(target)->target);
}

}  // namespace thimble::tflm::test
