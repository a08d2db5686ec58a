/* Another main(): INPUT OUTPUT as main.c has it, and prints as one JSON object what an inference
   costs. To be compiled with MODEL_PROFILE and MODEL_CALLER_ARENA, and to be run by
       qemu-system-arm -M mps2-an386 -icount shift=7
   where an instruction takes 128 ns and the timer's ticks are 40 ns: 3.2 ticks an instruction, so
   that 5/16 of them is the number of instructions, exactly. These are instructions, not cycles:
   wait states and dual issue are not seen.

   The inference runs twice, each time in an arena full of another pattern: the same outputs show
   that every byte read had been written. Bytes on both sides of the arena must keep their value. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "model.h"
#include "semihosting.h"

enum { GUARD_BYTES = 256, GUARD = 0xC9, FIRST_POISON = 0x5A, SECOND_POISON = 0xA5 };
#define STACK_PAINT 0xA5C35A3CU

/* CMSDK dual timer: counts down from LOAD, wraps around. */
#define TIMER_LOAD (*(volatile uint32_t*)0x40002000)
#define TIMER_VALUE (*(volatile const uint32_t*)0x40002004)
#define TIMER_CONTROL (*(volatile uint32_t*)0x40002008)
enum { TIMER_RUNS_ON_32_BITS = 0x82 };

extern uint32_t __stack_limit[];

static uint64_t memory[(2 * GUARD_BYTES + MODEL_ARENA_BYTES + 7) / 8];
static uint8_t inputs[MODEL_INPUT_BYTES + 1];
#ifdef MODEL_STREAMED_ROWS
static const uint8_t* image; /* the input whose rows are handed over */
#endif
static uint8_t outputs[MODEL_OUTPUT_BYTES + 1];

static uint64_t spent[MODEL_OPERATORS + 1]; /* ticks on each step, which may come bit by bit */
static uint32_t calls[MODEL_OPERATORS + 1];
static uint32_t start_time, end_time, last_time;
static uint32_t read_cost, step_cost; /* of looking at the timer, in instructions */
static uint32_t stack_bytes;

/* Ticks are added up over 64 bits; only a single call must stay below the timer's 2^32. */
void model_operator_done(int step) {
    const uint32_t now = TIMER_VALUE;
    spent[step] += (uint32_t)(last_time - now);
    last_time = now;
    ++calls[step];
}

/* ---- text and files ---- */

static int32_t console;

static void print_bytes(const char* text, size_t bytes) {
    const struct {
        int32_t file;
        const char* text;
        size_t bytes;
    } block = {console, text, bytes};
    (void)semihosting(SYS_WRITE, &block);
}

static void print(const char* text) { print_bytes(text, strlen(text)); }

static void print_number(uint64_t number) {
    char text[24];
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number > 0);
    print_bytes(text + at, sizeof text - at);
}

static void print_field(const char* name, uint64_t number) {
    print("  \"");
    print(name);
    print("\": ");
    print_number(number);
    print(",\n");
}

static void print_quoted(const char* text) {
    print("\"");
    for (; *text != '\0'; ++text) {
        if (*text == '"' || *text == '\\') print("\\");
        print_bytes(text, 1);
    }
    print("\"");
}

static int32_t open_file(const char* name, int32_t mode) {
    const struct {
        const char* name;
        int32_t mode;
        size_t length;
    } block = {name, mode, strlen(name)};
    return semihosting(SYS_OPEN, &block);
}

/* SYS_READ and SYS_WRITE: whether all went through. */
static int transfer(int32_t operation, int32_t file, const void* data, size_t bytes) {
    const struct {
        int32_t file;
        const void* data;
        size_t bytes;
    } block = {file, data, bytes};
    return bytes == 0 || semihosting(operation, &block) == 0;
}

static int read_inputs(const char* name) {
    const int32_t file = open_file(name, SEMIHOSTING_READ);
    if (file < 0) {
        print("measure: cannot read the input\n");
        return 0;
    }
    const int32_t found = semihosting(SYS_FLEN, &file);
    if (found != MODEL_INPUT_BYTES) {
        print("measure: the input holds ");
        print_number(found < 0 ? 0 : (uint64_t)found);
        print(" bytes; the inputs of the model take ");
        print_number(MODEL_INPUT_BYTES);
        print("\n");
        return 0;
    }
    return transfer(SYS_READ, file, inputs, MODEL_INPUT_BYTES);
}

static int write_outputs(const char* name) {
    const int32_t file = open_file(name, SEMIHOSTING_WRITE);
    if (file < 0 || !transfer(SYS_WRITE, file, outputs, MODEL_OUTPUT_BYTES)) {
        print("measure: cannot write the output\n");
        return 0;
    }
    return semihosting(SYS_CLOSE, &file) == 0;
}

/* ---- memory ---- */

static uint8_t* arena(void) { return (uint8_t*)memory + GUARD_BYTES; }

static void prepare(int poison) {
    memset(memory, GUARD, sizeof memory);
    memset(arena(), poison, MODEL_ARENA_BYTES);
    model_reset();
    const uint8_t* from = inputs;
    for (int i = 0; i < MODEL_INPUTS; ++i) {
#ifdef MODEL_STREAMED_ROWS
        if (i == MODEL_STREAMED_INPUT) {
            image = from;
            from += model_input_bytes[i];
            continue;
        }
#endif
        memcpy(model_input(i), from, model_input_bytes[i]);
        from += model_input_bytes[i];
    }
}

static model_status infer(void) {
#ifdef MODEL_STREAMED_ROWS
    return model_push_rows(image, MODEL_STREAMED_ROWS);
#else
    return model_invoke();
#endif
}

static int guards_are_intact(void) {
    const uint8_t* const first = (const uint8_t*)memory;
    const uint8_t* const last = first + sizeof memory;
    for (const uint8_t* at = first; at < last; ++at) {
        if (at == arena()) at += MODEL_ARENA_BYTES;
        if (at < last && *at != GUARD) return 0;
    }
    return 1;
}

static void keep_outputs(void) {
    uint8_t* to = outputs;
    for (int i = 0; i < MODEL_OUTPUTS; ++i) {
        memcpy(to, model_output(i), model_output_bytes[i]);
        to += model_output_bytes[i];
    }
}

static int outputs_are_the_same(void) {
    const uint8_t* kept = outputs;
    for (int i = 0; i < MODEL_OUTPUTS; ++i) {
        if (memcmp(kept, model_output(i), model_output_bytes[i]) != 0) return 0;
        kept += model_output_bytes[i];
    }
    return 1;
}

/* ---- counting ---- */

static uint64_t instructions(uint64_t ticks) { return (ticks * 5 + 8) / 16; }

static void calibrate(void) {
    TIMER_LOAD = 0xFFFFFFFFU;
    TIMER_CONTROL = TIMER_RUNS_ON_32_BITS;
    const uint32_t first = TIMER_VALUE;
    const uint32_t second = TIMER_VALUE;
    read_cost = (uint32_t)instructions(first - second);

    void (*volatile const done)(int) = model_operator_done;
    void (*const call)(int) = done;
    call(0);
    const uint32_t before = last_time;
    call(0);
    step_cost = (uint32_t)instructions(before - last_time);
}

/* The stack below this function is painted, so that the lowest trace of the inference shows. */
__attribute__((noinline)) static model_status timed_inference(void) {
    uint32_t* sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    for (volatile uint32_t* to = __stack_limit; to < (volatile uint32_t*)sp;) *to++ = STACK_PAINT;
    memset(spent, 0, sizeof spent);
    memset(calls, 0, sizeof calls);
    start_time = TIMER_VALUE;
    last_time = start_time;
    const model_status status = infer();
    end_time = TIMER_VALUE;
    const uint32_t* lowest = __stack_limit;
    while (lowest < sp && *lowest == STACK_PAINT) ++lowest;
    stack_bytes = (uint32_t)((uintptr_t)sp - (uintptr_t)lowest);
    return status;
}

static uint64_t without(uint64_t count, uint64_t cost) { return count > cost ? count - cost : 0; }

static void print_operators(void) {
    uint64_t ticks = 0;
    uint64_t done = 0;
    print("  \"operators\": [");
    for (int i = 0; i < MODEL_OPERATORS; ++i) {
        ticks += spent[i];
        done += calls[i];
        print(i > 0 ? ",\n    {\"step\": " : "\n    {\"step\": ");
        print_number((uint64_t)i);
        print(", \"name\": ");
        print_quoted(model_operator_names[i]);
        print(", \"calls\": ");
        print_number(calls[i]);
        print(", \"instructions\": ");
        print_number(without(instructions(spent[i]), (uint64_t)calls[i] * step_cost));
        print("}");
    }
    print("\n  ],\n");
    ticks += (uint32_t)(last_time - end_time);
    print_field("instructions", without(instructions(ticks), read_cost + done * step_cost));
}

int main(int argc, char** argv) {
    console = open_file(":tt", SEMIHOSTING_WRITE_TEXT);
    if (argc != 3) {
        print("measure: usage: measure INPUT OUTPUT\n");
        return 2;
    }
    if (model_use_arena(arena()) != MODEL_OK || !read_inputs(argv[1])) return 2;
    calibrate();

    prepare(FIRST_POISON);
    if (infer() != MODEL_OK) return 1;
    keep_outputs();
    int is_intact = guards_are_intact();

    prepare(SECOND_POISON);
    if (timed_inference() != MODEL_OK) return 1;
    is_intact = guards_are_intact() && is_intact;

    print("{\n");
    print_field("arena_bytes", MODEL_ARENA_BYTES);
    print_field("state_bytes", MODEL_STATE_BYTES);
    print_field("stack_bytes", stack_bytes);
    print_operators();
    print("  \"guards_intact\": ");
    print(is_intact ? "true" : "false");
    print(",\n  \"reads_only_what_was_written\": ");
    print(outputs_are_the_same() ? "true" : "false");
    print("\n}\n");
    return write_outputs(argv[2]) ? 0 : 2;
}
