#include "tests/ui/support/reports.h"

#include <QTest>

namespace thimble::test {

std::filesystem::path samplePath(const std::string& name) {
    return std::filesystem::path(THIMBLE_SOURCE_SAMPLES) / (name + ".tflite");
}

QString sampleFile(const std::string& name) {
    return QString::fromStdString(samplePath(name).string());
}

void addModelRows(std::initializer_list<const char*> samples) {
    QTest::addColumn<QString>("path");
    for (const char* name : samples) QTest::newRow(name) << sampleFile(name);
    const std::vector<std::string> shared = sharedModels();
    for (const std::string& name : shared)
        QTest::newRow(name.c_str()) << QString::fromStdString(sharedModelPath(name).string());
    if (shared.empty()) QTest::newRow("shared models") << QString();
}

std::shared_ptr<const Report> reportOf(const std::filesystem::path& path,
                                       const std::string& target) {
    const auto loaded = loadModel(path);
    const auto info = tflm::findTarget(target);
    if (!loaded || !info) return nullptr;
    return analyse(**loaded, *info).value_or(nullptr);
}

Report smallReport() {
    Report report;
    report.target = tflm::kTargets[0];
    report.model.path = "/models/small.tflite";
    report.model.fileBytes = 4096;
    report.model.subgraphs = 1;
    report.model.operators = 2;
    report.model.tensors = 4;
    report.model.macs = 12345;
    report.model.weightBytes = 72;

    TensorRow input;
    input.index = 0;
    input.name = "input";
    input.type = TensorType::Int8;
    input.shape = {1, 8, 8, 1};
    input.bytes = 64;
    input.consumers = {OperatorId{0}};
    input.isInput = true;
    input.buffer = 0;
    TensorRow weights;
    weights.index = 1;
    weights.name = "<b>conv</b>/weights";
    weights.type = TensorType::Int8;
    weights.shape = {8, 3, 3, 1};
    weights.role = TensorRole::Constant;
    weights.bytes = 72;
    weights.consumers = {OperatorId{0}};
    TensorRow middle;
    middle.index = 2;
    middle.type = TensorType::Int8;
    middle.shape = {1, 8, 8, 8};
    middle.bytes = 512;
    middle.producer = OperatorId{0};
    middle.consumers = {OperatorId{1}};
    middle.buffer = 1;
    TensorRow output = middle;
    output.index = 3;
    output.name = "output";
    output.producer = OperatorId{1};
    output.consumers = {};
    output.isOutput = true;
    output.buffer = 2;
    report.tensors = {input, weights, middle, output};
    report.firstTensor = {0};

    OperatorRow conv;
    conv.index = 0;
    conv.name = "CONV_2D";
    conv.family = "convolution";
    conv.macs = 12345;
    conv.inputs = {0, 1, -1};
    conv.outputs = {2};
    conv.weightBytes = 72;
    conv.workingSetBytes = 576;
    conv.step = 1;
    OperatorRow add;
    add.index = 1;
    add.name = "ADD";
    add.family = "elementwise";
    add.inputs = {2, 2};
    add.outputs = {3};
    add.workingSetBytes = 1024;
    add.step = 2;
    report.operators = {conv, add};
    report.firstOperator = {0};

    report.workingSet = {1024, 1, {576, 1024}};
    report.steps = {
        {0, -1, 64, 0, 0, 0, 64}, {0, 0, 64, 512, 0, 0, 576}, {0, 1, 512, 512, 0, 0, 1024}};
    report.peakStep = 2;

    tflm::DeviceMemory& device = report.device;
    device.accepts = true;
    device.exact = true;
    device.scopes = {{0, -1}, {0, 0}, {0, 1}};
    device.buffers = {{0, 0, -1, 64, 64, 1024, {0, 2}},
                      {0, 2, -1, 512, 512, 0, {1, 3}},
                      {0, 3, -1, 512, 512, 512, {2, 3}}};
    device.headBytes = 1088;
    device.lowerBoundBytes = 1024;
    device.tail[0] = 124;
    device.tail[3] = 300;
    device.tailBytes = 424;
    device.usedBytes = 1512;
    device.minimumBytes = 1520;
    report.contributors = {
        "512 bytes at the peak are tensor #2 [1, 8, 8, 8]: written by #0 CONV_2D"};
    return report;
}

}  // namespace thimble::test
