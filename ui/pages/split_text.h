#pragma once

#include <QString>

#include "core/cproject/row_study.h"

// What the page about running by rows says in words.
namespace thimble::ui {

/// "By rows: 3,696 B of arena instead of 16,256 B, 4.40 times less".
[[nodiscard]] QString splitHeadline(const cproject::RowStudy& study,
                                    const cproject::RowAnswer& answer);
/// What that means, and how the segments on show compare with the best.
[[nodiscard]] QString splitSentence(const cproject::RowStudy& study,
                                    const cproject::RowAnswer& answer,
                                    const cproject::RowAnswer& best);
/// "−12,432 B (−76.5 %)".
[[nodiscard]] QString savedText(const cproject::RowStudy& study, const cproject::RowAnswer& answer);
/// "4.25 times less"; empty where nothing is saved.
[[nodiscard]] QString factorText(const cproject::RowStudy& study,
                                 const cproject::RowAnswer& answer);
/// "252 (13 at once)": of kernels.
[[nodiscard]] QString callsText(const cproject::RowStudy& study, const cproject::RowAnswer& answer);
/// "same outputs, 3 random inputs".
[[nodiscard]] QString verifiedText(const cproject::RowAnswer& answer);

}  // namespace thimble::ui
