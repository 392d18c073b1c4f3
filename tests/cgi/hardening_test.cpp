// What the linker did for us, read from the program's own headers. Not under sanitizers: they link another program.
#include <boost/test/unit_test.hpp>

#ifndef __SANITIZE_ADDRESS__

#include <elf.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include "support/holds.h"
#include "support/program.h"

namespace {

using cloakroom::test::holds;

struct Program {
    Elf64_Ehdr header{};
    std::vector<Elf64_Phdr> segments;
    std::vector<Elf64_Dyn> dynamic;

    const Elf64_Phdr* segment(Elf64_Word type) const {
        for (const Elf64_Phdr& one : segments)
            if (one.p_type == type) return &one;
        return nullptr;
    }
    const Elf64_Dyn* entry(Elf64_Sxword tag) const {
        for (const Elf64_Dyn& one : dynamic)
            if (one.d_tag == tag) return &one;
        return nullptr;
    }
};

template <class Value>
void copy(const std::string& bytes, std::size_t offset, std::vector<Value>& values) {
    BOOST_REQUIRE(offset + values.size() * sizeof(Value) <= bytes.size());
    std::memcpy(values.data(), bytes.data() + offset, values.size() * sizeof(Value));
}

Program read_program() {
    std::ifstream file(cloakroom::test::program_path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const std::string bytes = text.str();
    Program program;
    BOOST_REQUIRE(bytes.size() > sizeof program.header);
    std::memcpy(&program.header, bytes.data(), sizeof program.header);
    program.segments.resize(program.header.e_phnum);
    copy(bytes, program.header.e_phoff, program.segments);
    const Elf64_Phdr* dynamic = program.segment(PT_DYNAMIC);
    BOOST_REQUIRE(dynamic != nullptr);
    program.dynamic.resize(dynamic->p_filesz / sizeof(Elf64_Dyn));
    copy(bytes, dynamic->p_offset, program.dynamic);
    return program;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hardening)

BOOST_AUTO_TEST_CASE(the_program_is_loaded_at_a_random_address, *holds("BH1")) {
    const Program program = read_program();
    BOOST_TEST(program.header.e_type == ET_DYN);
    const Elf64_Dyn* flags = program.entry(DT_FLAGS_1);
    BOOST_REQUIRE(flags != nullptr);
    BOOST_TEST((flags->d_un.d_val & DF_1_PIE) != 0U);
}

BOOST_AUTO_TEST_CASE(no_memory_is_both_writable_and_executable, *holds("BH1")) {
    for (const Elf64_Phdr& segment : read_program().segments)
        BOOST_TEST((segment.p_flags & (PF_W | PF_X)) != (PF_W | PF_X));
}

BOOST_AUTO_TEST_CASE(the_stack_is_not_executable, *holds("BH1")) {
    const Program program = read_program();
    const Elf64_Phdr* stack = program.segment(PT_GNU_STACK);
    BOOST_REQUIRE(stack != nullptr);
    BOOST_TEST((stack->p_flags & PF_X) == 0U);
}

BOOST_AUTO_TEST_CASE(all_relocations_are_done_at_once_and_then_read_only, *holds("BH1")) {
    const Program program = read_program();
    BOOST_TEST(program.segment(PT_GNU_RELRO) != nullptr);
    const Elf64_Dyn* flags = program.entry(DT_FLAGS_1);
    BOOST_REQUIRE(flags != nullptr);
    BOOST_TEST((flags->d_un.d_val & DF_1_NOW) != 0U);
}

BOOST_AUTO_TEST_CASE(no_library_of_the_host_is_loaded_or_searched_for, *holds("BH1")) {
    const Program program = read_program();
    BOOST_TEST(program.segment(PT_INTERP) == nullptr);
    BOOST_TEST(program.entry(DT_NEEDED) == nullptr);
    BOOST_TEST(program.entry(DT_RPATH) == nullptr);
    BOOST_TEST(program.entry(DT_RUNPATH) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

#endif
