#include <stdio.h>
#include "model.h"
int main(int argc, char **argv) {
    FILE *f = fopen(argv[1], "rb"); int i; (void)argc;
    for (i = 0; i < MODEL_INPUTS; ++i) if (fread(model_input(i), 1, model_input_bytes[i], f) != model_input_bytes[i]) return 2;
    fclose(f); model_reset(); if (model_invoke()) return 3;
    f = fopen(argv[2], "wb");
    for (i = 0; i < MODEL_OUTPUTS; ++i) fwrite(model_output(i), 1, model_output_bytes[i], f);
    fclose(f); return 0;
}
