#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/boards/fit.h"
#include "core/pipeline/use_on_board.h"
#include "core/repair/importance.h"
#include "core/variants/variant.h"

namespace thimble::variants {

/// What somebody was about to do to a variant and has not kept yet.
struct Draft {
    VariantId variant = kOriginal;
    std::vector<shrink::Recipe::Kept> kept;  ///< groups that lose channels
    repair::Importance importance = repair::Importance::Reconstruction;
    bool repair = true;
    std::vector<split::Segment> segments;  ///< by rows; empty: nobody has touched them
    friend bool operator==(const Draft&, const Draft&) = default;
};

/// A tensor or an operator that is selected.
struct ChosenItem {
    bool isOperator = true;
    std::uint32_t subgraph = 0;
    std::int32_t index = 0;
    friend bool operator==(const ChosenItem&, const ChosenItem&) = default;
};

/// All that the window needs to be as it was left. docs/formats/session.md.
struct Session {
    std::filesystem::path model;  ///< absolute
    std::string modelSha256;
    std::string target;
    std::string board;  ///< id; empty: none
    boards::FitSettings settings;
    Usage usage;
    std::string data;  ///< folder, absolute; empty: none
    VariantTree tree;
    VariantId open = kOriginal;
    std::vector<VariantId> compared;
    std::vector<Draft> drafts;  ///< one for a variant
    std::optional<ChosenItem> chosen;
    std::string page;                           ///< as --page names it
    std::map<std::string, std::string> layout;  ///< the window's own, in words
    std::filesystem::path savedAs;  ///< of an autosave: the session's own file; empty: it has none
    friend bool operator==(const Session&, const Session&) = default;
};

inline constexpr std::size_t kLargestSession = std::size_t{64} << 20U;  ///< bytes

/// JSON.
///   folder   that the file will lie in: paths below it, or beside it, are relative to it; empty:
///            all stay absolute
[[nodiscard]] std::string sessionText(const Session& session, const std::filesystem::path& folder);

///   folder   that the file lies in
///   errors   InvalidFile   no session, or of a version that is not known; the message names the
///                          place, such as "variants[2].parent"
[[nodiscard]] Result<Session> parseSession(const std::string& text,
                                           const std::filesystem::path& folder);

}  // namespace thimble::variants
