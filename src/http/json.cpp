#include "http/json.h"

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace cloakroom::http {
namespace {

constexpr int max_depth = 32;

// Sees each part of the text while the library reads it.
class Guard {
   public:
    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        using Event = Json::parse_event_t;
        switch (event) {
            case Event::object_start:
            case Event::array_start:
                if (depth >= max_depth) throw JsonError("the body has more than 32 levels");
                if (event == Event::object_start) keys_.emplace_back();
                break;
            case Event::object_end:
                keys_.pop_back();
                break;
            case Event::key:
                if (!keys_.back().insert(parsed.get<std::string>()).second) {
                    throw JsonError("a key of the body comes twice");
                }
                break;
            case Event::value:
                shorten(parsed);
                break;
            case Event::array_end:
                break;
        }
        return true;
    }

   private:
    static void shorten(Json& value) {
        constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (value.is_number_unsigned() && value.get<std::uint64_t>() > largest) value = value.get<double>();
    }

    std::vector<std::set<std::string>> keys_;  // of each object that is open
};

}  // namespace

Json read_json(std::string_view text) {
    // The library skips the one and takes the other for the end.
    if (text.starts_with("\xEF\xBB\xBF")) throw JsonError("the body begins with a byte order mark");
    if (text.find('\0') != std::string_view::npos) throw JsonError("the body holds a NUL byte");
    try {
        return Json::parse(text, Guard());
    } catch (const Json::parse_error& error) {
        throw JsonError("the body is not JSON, at byte " + std::to_string(error.byte));
    } catch (const Json::out_of_range&) {
        throw JsonError("the body holds a number that is too large");
    }
}

}  // namespace cloakroom::http
