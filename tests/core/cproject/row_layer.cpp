#include "tests/core/cproject/row_layer.h"

#include <fmt/format.h>

#include "core/interp/operator_call.h"
#include "tests/support/model_text.h"

namespace thimble::cproject::test {

std::string Layer::text() const {
    const bool isPool = kind == Kind::Average || kind == Kind::Maximum;
    const char* inQuantization = type == "u8" ? "q.5:3" : "q.5:-3";
    const std::string in =
        fmt::format("{} 1x{}x{}x{} {}", type, y.in, x.in, inDepth, inQuantization);
    const std::string out = fmt::format("{} 1x{}x{}x{} {}", type, y.out(isSame), x.out(isSame),
                                        outDepth, isPool ? inQuantization : "q" + outScale + ":1");
    const std::string strides =
        fmt::format("padding={} stride_h={} stride_w={} fused_activation_function={}",
                    isSame ? 0 : 1, y.stride, x.stride, activation);
    const std::string dilations =
        fmt::format("dilation_h_factor={} dilation_w_factor={}", y.dilation, x.dilation);
    switch (kind) {
        case Kind::Conv:
            return fmt::format(
                "CONV_2D({}, i8 {}x{}x{}x{} Q.002x{}@0 =#{}, i32 {} =#{}~3000) -> {} | "
                "Conv2DOptions {} {}",
                in, outDepth, y.window, x.window, inDepth, outDepth, seed, outDepth, seed + 1, out,
                strides, dilations);
        case Kind::Depthwise:
            return fmt::format(
                "DEPTHWISE_CONV_2D({}, i8 1x{}x{}x{} Q.002x{}@3 =#{}, i32 {} =#{}~3000) -> {} | "
                "DepthwiseConv2DOptions depth_multiplier={} {} {}",
                in, y.window, x.window, outDepth, outDepth, seed, outDepth, seed + 1, out,
                outDepth / inDepth, strides, dilations);
        case Kind::Average:
        case Kind::Maximum:
            return fmt::format(
                "{}_POOL_2D({}) -> {} | Pool2DOptions {} filter_height={} "
                "filter_width={}",
                kind == Kind::Average ? "AVERAGE" : "MAX", in, out, strides, y.window, x.window);
    }
    return "";
}

Result<Emission> emit(interp::Program& program, std::size_t number, FoldedPadding padding,
                      Emit makeCalls) {
    interp::OperatorCall call(program, 0, 0, {});
    States states;
    Emitter emitter(call, number, states, KernelSet::Own, padding);
    THIMBLE_CHECK(makeCalls(emitter));
    return emitter.take();
}

Result<Emitted> emit(const Layer& layer, std::size_t number) {
    const Model model = thimble::test::modelFromText(layer.text());
    THIMBLE_TRY(const auto prepared, interp::prepareProgram(model));
    interp::Program program(*prepared);
    const interp::OperatorCall call(program, 0, 0, {});
    const BuiltinOperator code = call.code();
    const FoldedPadding padding{layer.y.before, layer.y.after, layer.x.before, layer.x.after};
    Emitted emitted{.input = call.inputSlot(0)};
    THIMBLE_TRY(emitted.whole, emit(program, 3 * number, {}, findEmitter(code, "")->makeCalls));
    if (!layer.isSummed) {
        THIMBLE_TRY(emitted.row, emit(program, 3 * number + 1, padding,
                                      findRowEmitter(code, layer.scratch)->makeCalls));
        return emitted;
    }
    THIMBLE_TRY(emitted.row, emit(program, 3 * number + 1, padding, emitPoolSum));
    THIMBLE_TRY(emitted.mean, emit(program, 3 * number + 2, padding, emitSumEnd));
    return emitted;
}

}  // namespace thimble::cproject::test
