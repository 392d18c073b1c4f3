// The reader of JSON bodies: whatever it takes can be kept, and comes back unchanged.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "http/json.h"

using cloakroom::http::Json;
using cloakroom::http::JsonError;
using cloakroom::http::read_json;

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::cerr << "does not hold: " << what << '\n';
    std::abort();
}

int depth_of(const Json& value) {
    int deepest = 0;
    if (value.is_structured()) {
        for (const Json& element : value) deepest = std::max(deepest, depth_of(element));
    }
    return value.is_structured() ? deepest + 1 : 0;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const Json value = read_json(text);
        require(Json::accept(text), "what is taken is JSON");
        require(cloakroom::is_utf8(text), "what is taken is UTF-8");
        require(depth_of(value) <= 32, "no more than 32 levels");
        const std::string written = value.dump();
        require(read_json(written).dump() == written, "what was read is written and read alike");
    } catch (const JsonError& error) {
        require(cloakroom::is_utf8(error.what()), "what is wrong is said in text");
    }
    return 0;
}
