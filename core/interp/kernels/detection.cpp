#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <string>
#include <vector>

#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

// TFLite_Detection_PostProcess: boxes from offsets to anchors, and of those that overlap the best.
// Source: TFLM micro/kernels/detection_postprocess.cc.

namespace thimble::interp {

namespace {

struct Box {
    float top = 0, left = 0, bottom = 0, right = 0;
    [[nodiscard]] float area() const { return (bottom - top) * (right - left); }
};

struct Settings {
    std::size_t boxes = 0;
    std::size_t encodingSize = 0;  ///< numbers per box, of which four count
    std::size_t classes = 0;
    std::size_t classesPerBox = 0;  ///< that the scores have: one more with a background
    std::size_t mostDetections = 0;
    std::size_t mostClassesPerDetection = 0;
    std::size_t mostPerClass = 0;
    bool eachClass = false;  ///< apart: "regular", else "fast"
    float leastScore = 0, mostOverlap = 0;
    std::array<float, 4> scales{};  ///< y, x, height, width

    [[nodiscard]] std::size_t firstClass() const { return classesPerBox - classes; }
    /// Of a detection in the outputs. With several classes per box TFLM leaves gaps.
    [[nodiscard]] std::size_t placeOf(std::size_t detection) const {
        if (eachClass) return detection;
        return mostClassesPerDetection * detection + detection % mostClassesPerDetection;
    }
};

Box decoded(const float* box, const float* anchor, const std::array<float, 4>& scales) {
    const auto scaled = [&](std::size_t i) {
        return static_cast<double>(box[i]) / static_cast<double>(scales[i]);
    };
    const auto center = [&](std::size_t i) {
        return static_cast<float>(scaled(i) * static_cast<double>(anchor[i + 2]) +
                                  static_cast<double>(anchor[i]));
    };
    const auto half = [&](std::size_t i) {
        return static_cast<float>(0.5 * std::exp(scaled(i)) * static_cast<double>(anchor[i]));
    };
    const float y = center(0), x = center(1), h = half(2), w = half(3);
    return {y - h, x - w, y + h, x + w};
}

/// Intersection over union.
float overlap(const Box& a, const Box& b) {
    const float areaA = a.area(), areaB = b.area();
    if (areaA <= 0 || areaB <= 0) return 0;
    const float height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    const float width = std::min(a.right, b.right) - std::max(a.left, b.left);
    const float common = std::max(height, 0.0F) * std::max(width, 0.0F);
    return common / (areaA + areaB - common);
}

/// Not a number comes last, so that there is always an order.
bool isBetter(float a, float b) { return std::isnan(b) ? !std::isnan(a) : a > b; }

/// Positions of the `count` largest, the largest first, the earlier first of equals.
std::vector<std::size_t> largest(std::span<const float> values, std::size_t count) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, [values](std::size_t a, std::size_t b) { return isBetter(values[a], values[b]); });
    order.resize(std::min(count, order.size()));
    return order;
}

/// Of boxes with a score of their own, those that no better one covers, the best first.
std::vector<std::size_t> suppressed(const Settings& settings, std::span<const Box> boxes,
                                    std::span<const float> scores, std::size_t most) {
    std::vector<std::size_t> candidates = largest(scores, scores.size());
    std::erase_if(candidates,
                  [&](std::size_t box) { return !(scores[box] >= settings.leastScore); });
    std::vector<std::size_t> selected;
    for (const std::size_t candidate : candidates) {
        if (selected.size() >= most) break;
        const bool covered = std::ranges::any_of(selected, [&](std::size_t better) {
            return overlap(boxes[better], boxes[candidate]) > settings.mostOverlap;
        });
        if (!covered) selected.push_back(candidate);
    }
    return selected;
}

struct Detection {
    std::size_t box = 0;
    std::size_t label = 0;
    float score = 0;
};

/// Each class apart, and the best of all.
std::vector<Detection> eachClass(const Settings& settings, std::span<const Box> boxes,
                                 std::span<const float> scores) {
    std::vector<Detection> best;
    std::vector<float> ofClass(settings.boxes);
    for (std::size_t label = 0; label < settings.classes; ++label) {
        for (std::size_t b = 0; b < settings.boxes; ++b)
            ofClass[b] = scores[b * settings.classesPerBox + settings.firstClass() + label];
        for (const std::size_t box : suppressed(settings, boxes, ofClass, settings.mostPerClass))
            best.push_back({box, label, ofClass[box]});
        std::ranges::stable_sort(best, [](const Detection& a, const Detection& b) {
            return isBetter(a.score, b.score);
        });
        best.resize(std::min(best.size(), settings.mostDetections));
    }
    return best;
}

/// All classes at once: a box counts with its best class, and brings its next best ones along.
std::vector<Detection> allClasses(const Settings& settings, std::span<const Box> boxes,
                                  std::span<const float> scores) {
    const auto ofBox = [&](std::size_t box) {
        return scores.subspan(box * settings.classesPerBox + settings.firstClass(),
                              settings.classes);
    };
    std::vector<float> highest;
    for (std::size_t b = 0; b < settings.boxes; ++b)
        highest.push_back(ofBox(b)[largest(ofBox(b), 1)[0]]);
    std::vector<Detection> detections;
    for (const std::size_t box : suppressed(settings, boxes, highest, settings.mostDetections))
        for (const std::size_t label : largest(ofBox(box), settings.mostClassesPerDetection))
            detections.push_back({box, label, ofBox(box)[label]});
    return detections;
}

bool fits(const TensorInfo& tensor, std::initializer_list<std::size_t> shape) {
    return std::ranges::equal(tensor.shape, shape, [](std::int32_t a, std::size_t b) {
        return static_cast<std::size_t>(a) == b;
    });
}

Result<Settings> settingsOf(const OperatorCall& call) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    const TensorInfo& encodings = call.input(0);
    const TensorInfo& scores = call.input(1);
    const TensorInfo& anchors = call.input(2);
    if (encodings.shape.size() != 3 || scores.shape.size() != 3 || anchors.shape.size() != 2)
        return call.fail("its inputs are not boxes, scores and anchors");
    Settings settings;
    settings.boxes = static_cast<std::size_t>(encodings.shape[1]);
    settings.encodingSize = static_cast<std::size_t>(encodings.shape[2]);
    settings.classesPerBox = static_cast<std::size_t>(scores.shape[2]);
    if (encodings.shape[0] != 1 || settings.encodingSize < 4 ||
        !fits(scores, {1, settings.boxes, settings.classesPerBox}) ||
        !fits(anchors, {settings.boxes, 4}))
        return call.fail("boxes, scores and anchors do not fit together");

    constexpr std::int64_t kMost = 1 << 30;
    const auto count = [&](const char* key, std::int64_t least) -> Result<std::size_t> {
        const std::int64_t value = options.integer(key);
        if (value < least || value > kMost)
            return call.fail(std::string("its ") + key + " makes no sense");
        return static_cast<std::size_t>(value);
    };
    THIMBLE_TRY(settings.classes, count("num_classes", 1));
    THIMBLE_TRY(settings.mostDetections, count("max_detections", 0));
    settings.eachClass = options.integer("use_regular_nms") != 0;
    settings.mostPerClass = 100;
    if (settings.eachClass && options.has("detections_per_class")) {
        THIMBLE_TRY(settings.mostPerClass, count("detections_per_class", 1));
    }
    if (!settings.eachClass) {
        THIMBLE_TRY(settings.mostClassesPerDetection, count("max_classes_per_detection", 1));
        settings.mostClassesPerDetection =
            std::min(settings.mostClassesPerDetection, settings.classes);
    }
    if (settings.classesPerBox != settings.classes &&
        settings.classesPerBox != settings.classes + 1)
        return call.fail("the scores are of another number of classes");
    settings.leastScore = options.real("nms_score_threshold");
    settings.mostOverlap = options.real("nms_iou_threshold");
    if (!(settings.mostOverlap > 0) || settings.mostOverlap > 1)
        return call.fail("its nms_iou_threshold is not between 0 and 1");
    settings.scales = {options.real("y_scale"), options.real("x_scale"), options.real("h_scale"),
                       options.real("w_scale")};
    return settings;
}

Result<Step> prepareDetection(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3, 4));
    for (std::size_t i = 0; i < 3; ++i)
        THIMBLE_CHECK(call.requireType(call.input(i), TensorType::Float32));
    for (std::size_t i = 0; i < 4; ++i)
        THIMBLE_CHECK(call.requireType(call.output(i), TensorType::Float32));
    THIMBLE_TRY(const Settings settings, settingsOf(call));
    const auto encodings = call.in<float>(0), scores = call.in<float>(1),
               anchors = call.in<float>(2);
    const auto boxesOut = call.out<float>(0), labelsOut = call.out<float>(1);
    const auto scoresOut = call.out<float>(2), countOut = call.out<float>(3);
    const std::size_t room = std::min({boxesOut.size / 4, labelsOut.size, scoresOut.size});
    if (countOut.size < 1 || (settings.eachClass && room < settings.mostDetections))
        return call.fail("its outputs have no room for all detections");
    const tl::unexpected<Error> full = call.fail("it detects more than its outputs hold");
    const tl::unexpected<Error> flat = call.fail("a box is empty or turned inside out");
    return [=](Frame& frame) -> Result<bool> {
        std::vector<Box> boxes;
        for (std::size_t b = 0; b < settings.boxes; ++b) {
            boxes.push_back(decoded(&encodings.of(frame)[b * settings.encodingSize],
                                    &anchors.of(frame)[b * 4], settings.scales));
            if (boxes.back().top >= boxes.back().bottom || boxes.back().left >= boxes.back().right)
                return flat;
        }
        std::vector<Detection> found = settings.eachClass
                                           ? eachClass(settings, boxes, scores.of(frame))
                                           : allClasses(settings, boxes, scores.of(frame));
        countOut.of(frame)[0] = static_cast<float>(found.size());
        if (settings.eachClass) found.resize(settings.mostDetections, {settings.boxes, 0, 0});
        boxes.emplace_back();  // of detections that are not there
        for (std::size_t i = 0; i < found.size(); ++i) {
            const std::size_t place = settings.placeOf(i);
            if (place >= room) return full;
            const Box& box = boxes[found[i].box];
            std::ranges::copy(std::array{box.top, box.left, box.bottom, box.right},
                              boxesOut.of(frame).subspan(4 * place, 4).begin());
            labelsOut.of(frame)[place] = static_cast<float>(found[i].label);
            scoresOut.of(frame)[place] = found[i].score;
        }
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom, prepareDetection, "TFLite_Detection_PostProcess"}};

}  // namespace

std::span<const KernelEntry> detectionKernels() { return kKernels; }

}  // namespace thimble::interp
