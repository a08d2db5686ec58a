#include "core/patches/write_patched.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/blob.h"
#include "core/base/file.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"

namespace thimble::patches {

Result<void> writePatched(const Model& original, const PatchedModel& patched,
                          const tflm::TargetInfo& target, int runs,
                          const std::filesystem::path& path, std::stop_token stop) {
    const auto refuse = [](const std::string& why) {
        return fail(ErrorCode::Unsupported, "nothing is written: " + why);
    };
    if (const auto faults = checkMemoryPlan(patched.model, patched.plan, target); !faults.empty())
        return refuse(faults.front());
    THIMBLE_TRY(const std::vector<std::byte> bytes, writeTflite(patched.plan.model));
    THIMBLE_TRY(const Model read, readTflite(Blob(bytes)));
    if (read != patched.plan.model) return refuse("the file does not read back as the same model");
    THIMBLE_TRY(const std::optional<std::string> difference,
                firstDifference(original, read, runs, std::move(stop)));
    if (difference) return refuse(*difference);
    return writeFile(path, bytes);
}

}  // namespace thimble::patches
