#include "tests/support/other_runtime.h"

#include <dlfcn.h>

#include <cstdint>
#include <cstdlib>
#include <utility>

namespace thimble::test {

namespace {

// The functions of TFLite's C interface that are used, by their documented signatures; all types
// are opaque to us.
struct Library {
    void* handle = nullptr;
    void* (*createModel)(const void* data, std::size_t size) = nullptr;
    void (*deleteModel)(void* model) = nullptr;
    void* (*createOptions)() = nullptr;
    void (*deleteOptions)(void* options) = nullptr;
    void (*setThreads)(void* options, std::int32_t threads) = nullptr;
    void (*addDelegate)(void* options, void* delegate) = nullptr;
    void* (*createInterpreter)(const void* model, const void* options) = nullptr;
    void (*deleteInterpreter)(void* interpreter) = nullptr;
    int (*allocate)(void* interpreter) = nullptr;
    int (*invoke)(void* interpreter) = nullptr;
    void* (*input)(const void* interpreter, std::int32_t position) = nullptr;
    const void* (*output)(const void* interpreter, std::int32_t position) = nullptr;
    std::size_t (*byteSize)(const void* tensor) = nullptr;
    int (*copyFrom)(void* tensor, const void* bytes, std::size_t size) = nullptr;
    int (*copyTo)(const void* tensor, void* bytes, std::size_t size) = nullptr;
    void* (*createXnnpack)(const void* options) = nullptr;
    void (*deleteXnnpack)(void* delegate) = nullptr;
};

/// Options of the XNNPACK delegate as version 2.9 lays them out.
struct XnnpackOptions {
    std::int32_t threads = 1;
    std::uint32_t flags = 3;  ///< signed and unsigned 8-bit operators
};

template <typename F>
bool find(void* handle, const char* name, F& function) {
    function = reinterpret_cast<F>(dlsym(handle, name));
    return function != nullptr;
}

std::string libraryPath() {
    const char* named = std::getenv("THIMBLE_TFLITE_C");
    return named != nullptr && *named != 0 ? named : THIMBLE_DEFAULT_TFLITE_C;
}

Library openLibrary() {
    Library lib;
    void* handle = dlopen(libraryPath().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return lib;
    const bool whole = find(handle, "TfLiteModelCreate", lib.createModel) &&
                       find(handle, "TfLiteModelDelete", lib.deleteModel) &&
                       find(handle, "TfLiteInterpreterOptionsCreate", lib.createOptions) &&
                       find(handle, "TfLiteInterpreterOptionsDelete", lib.deleteOptions) &&
                       find(handle, "TfLiteInterpreterOptionsSetNumThreads", lib.setThreads) &&
                       find(handle, "TfLiteInterpreterOptionsAddDelegate", lib.addDelegate) &&
                       find(handle, "TfLiteInterpreterCreate", lib.createInterpreter) &&
                       find(handle, "TfLiteInterpreterDelete", lib.deleteInterpreter) &&
                       find(handle, "TfLiteInterpreterAllocateTensors", lib.allocate) &&
                       find(handle, "TfLiteInterpreterInvoke", lib.invoke) &&
                       find(handle, "TfLiteInterpreterGetInputTensor", lib.input) &&
                       find(handle, "TfLiteInterpreterGetOutputTensor", lib.output) &&
                       find(handle, "TfLiteTensorByteSize", lib.byteSize) &&
                       find(handle, "TfLiteTensorCopyFromBuffer", lib.copyFrom) &&
                       find(handle, "TfLiteTensorCopyToBuffer", lib.copyTo) &&
                       find(handle, "TfLiteXNNPackDelegateCreate", lib.createXnnpack) &&
                       find(handle, "TfLiteXNNPackDelegateDelete", lib.deleteXnnpack);
    if (whole) lib.handle = handle;
    return lib;
}

const Library& library() {
    static const Library kLibrary = openLibrary();
    return kLibrary;
}

}  // namespace

struct OtherRuntime::Parts {
    std::vector<std::byte> file;
    void* model = nullptr;
    void* delegate = nullptr;
    void* interpreter = nullptr;
    ~Parts() {
        const Library& lib = library();
        if (interpreter != nullptr) lib.deleteInterpreter(interpreter);
        if (delegate != nullptr) lib.deleteXnnpack(delegate);
        if (model != nullptr) lib.deleteModel(model);
    }
};

bool hasOtherRuntime() { return library().handle != nullptr; }

std::string noOtherRuntime() {
    return "no TFLite C library at " + libraryPath() + "; tools/fetch_tflite_c brings it";
}

OtherRuntime::OtherRuntime(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
OtherRuntime::~OtherRuntime() = default;

std::unique_ptr<OtherRuntime> OtherRuntime::load(std::span<const std::byte> model,
                                                 Kernels kernels) {
    const Library& lib = library();
    if (lib.handle == nullptr) return nullptr;
    auto parts = std::make_unique<Parts>();
    parts->file.assign(model.begin(), model.end());
    parts->model = lib.createModel(parts->file.data(), parts->file.size());
    if (parts->model == nullptr) return nullptr;
    void* options = lib.createOptions();
    lib.setThreads(options, 1);
    if (kernels == Kernels::Xnnpack) {
        const XnnpackOptions xnnpack;
        parts->delegate = lib.createXnnpack(&xnnpack);
        lib.addDelegate(options, parts->delegate);
    }
    parts->interpreter = lib.createInterpreter(parts->model, options);
    lib.deleteOptions(options);
    if (parts->interpreter == nullptr || lib.allocate(parts->interpreter) != 0) return nullptr;
    return std::unique_ptr<OtherRuntime>(new OtherRuntime(std::move(parts)));
}

void OtherRuntime::setInput(std::size_t position, std::span<const std::byte> bytes) {
    void* tensor = library().input(m_parts->interpreter, static_cast<std::int32_t>(position));
    library().copyFrom(tensor, bytes.data(), bytes.size());
}

bool OtherRuntime::invoke() { return library().invoke(m_parts->interpreter) == 0; }

std::vector<std::byte> OtherRuntime::output(std::size_t position) const {
    const void* tensor =
        library().output(m_parts->interpreter, static_cast<std::int32_t>(position));
    std::vector<std::byte> bytes(library().byteSize(tensor));
    library().copyTo(tensor, bytes.data(), bytes.size());
    return bytes;
}

}  // namespace thimble::test
