/* One inference on files: PROGRAM INPUT OUTPUT reads the raw bytes of all inputs, one after the
   other, and writes those of all outputs. Runs on a host, and on a bare board or an emulator whose
   C library reaches the host's files through semihosting. */
#include <stdio.h>
#include <stdlib.h>

#include "model.h"

#ifdef MODEL_CALLER_ARENA
static uint64_t memory[MODEL_ARENA_BYTES / 8 + 1];
#endif

#ifdef MODEL_STREAMED_ROWS
/* Where a camera would hand over row after row, here they come from a file. */
static uint8_t image[MODEL_STREAMED_ROWS * MODEL_STREAMED_ROW_BYTES];

static void* place_of(int input) {
    return input == MODEL_STREAMED_INPUT ? image : model_input(input);
}
static model_status infer(void) { return model_push_rows(image, MODEL_STREAMED_ROWS); }
#else
static void* place_of(int input) { return model_input(input); }
static model_status infer(void) { return model_invoke(); }
#endif

/* False where the file cannot be read, or does not hold exactly the inputs. */
static int read_inputs(const char* name) {
    unsigned long found = 0;
    int is_short = 0;
    FILE* file = fopen(name, "rb");
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", name);
        return 0;
    }
    for (int i = 0; i < MODEL_INPUTS && !is_short; ++i) {
        const size_t got = fread(place_of(i), 1, model_input_bytes[i], file);
        found += (unsigned long)got;
        is_short = got != model_input_bytes[i];
    }
    if (!is_short)
        while (fgetc(file) != EOF) ++found;
    const int is_broken = ferror(file);
    fclose(file);
    if (is_broken) {
        fprintf(stderr, "cannot read %s to its end\n", name);
        return 0;
    }
    if (found != (unsigned long)MODEL_INPUT_BYTES) {
        fprintf(stderr, "%s holds %lu bytes; the inputs of the model take %lu\n", name, found,
                (unsigned long)MODEL_INPUT_BYTES);
        return 0;
    }
    return 1;
}

static int write_outputs(const char* name) {
    int is_written = 1;
    FILE* file = fopen(name, "wb");
    if (file == NULL) {
        fprintf(stderr, "cannot write %s\n", name);
        return 0;
    }
    for (int i = 0; i < MODEL_OUTPUTS; ++i) {
        const size_t bytes = model_output_bytes[i];
        if (fwrite(model_output(i), 1, bytes, file) != bytes) is_written = 0;
    }
    if (fclose(file) != 0) is_written = 0;
    if (!is_written) fprintf(stderr, "cannot write all of %s\n", name);
    return is_written;
}

int main(int argc, char** argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: %s INPUT OUTPUT\n", argc > 0 ? argv[0] : "model");
        return 2;
    }
#ifdef MODEL_CALLER_ARENA
    if (model_use_arena(memory) != MODEL_OK) return 2;
#endif
    model_reset();
    if (!read_inputs(argv[1])) return 2;
    const model_status status = infer();
    if (status != MODEL_OK) {
        fprintf(stderr, "the model did not run: status %d\n", (int)status);
        return 1;
    }
    return write_outputs(argv[2]) ? EXIT_SUCCESS : 2;
}
