#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tflite/reader.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

using testing::Contains;
using testing::StartsWith;

TEST(ListOddities, CountsInGoodEnglish) {
    Model model = test::chainModel(1, 16);
    test::addTensor(model, "unused", {4});
    EXPECT_THAT(listOddities(model, Blob()),
                Contains(StartsWith("1 tensor that nothing reads or writes")));
    test::addTensor(model, "", {4});
    const auto oddities = listOddities(model, Blob());
    EXPECT_THAT(oddities, Contains(StartsWith("2 tensors that nothing reads or writes")));
    EXPECT_THAT(oddities, Contains("1 of 4 tensors has no name (first: tensor #3)"));
}

TEST(ListOddities, CountsConstantsOfAnotherSize) {
    Model model = test::chainModel(1, 16);
    for (const char* start : {"1 constant has a buffer", "2 constants have a buffer"}) {
        const auto t = static_cast<std::size_t>(test::addConstant(model, "c", {4}));
        model.subgraphs[0].tensors[t].shape = {5};
        EXPECT_THAT(listOddities(model, Blob()), Contains(StartsWith(start)));
    }
}

}  // namespace
}  // namespace thimble
