#include "auth/variables.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/encoding.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

constexpr std::size_t max_name_bytes = 128;
constexpr int max_depth = 32;

std::string_view word(Space space) {
    return space == Space::program ? "program" : "page";
}

bool is_control(char c) {
    return (c >= '\0' && c < ' ') || c == '\x7f';
}

bool is_kept(const Json& value, int depth) {
    switch (value.type()) {
        case Json::value_t::object:
            return depth < max_depth && std::ranges::all_of(value.items(), [depth](const auto& item) {
                       return is_utf8(item.key()) && is_kept(item.value(), depth + 1);
                   });
        case Json::value_t::array:
            return depth < max_depth &&
                   std::ranges::all_of(value, [depth](const Json& item) { return is_kept(item, depth + 1); });
        case Json::value_t::string:
            return is_utf8(value.get_ref<const std::string&>());
        case Json::value_t::number_float:
            return std::isfinite(value.get<double>());
        case Json::value_t::number_unsigned:
            return value.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max();
        case Json::value_t::null:
        case Json::value_t::boolean:
        case Json::value_t::number_integer:
            return true;
        case Json::value_t::binary:
        case Json::value_t::discarded:
            break;
    }
    return false;
}

int bytes_of(std::string_view name, std::string_view text) {
    return static_cast<int>(std::min<std::size_t>(name.size() + text.size(), Variables::most_bytes + 1));
}

// Is there a number to which `by` can be added? Where there is none it would be 0.
bool has_sum(const std::optional<Json>& number, std::int64_t by) {
    std::int64_t sum = 0;
    return !number || (number->is_number_integer() && !__builtin_add_overflow(number->get<std::int64_t>(), by, &sum));
}

}  // namespace

bool Variables::is_name(std::string_view name) {
    return !name.empty() && name.size() <= max_name_bytes && is_utf8(name) && std::ranges::none_of(name, is_control);
}

bool Variables::is_value(const Json& value) {
    return is_kept(value, 0);
}

std::optional<Json> Variables::read(const Session& session, Space space, std::string_view name) {
    auto row = database_.query(sql::read_variable,
                               {{":id_hash", db::Blob{session.id_hash}}, {":space", word(space)}, {":name", name}});
    if (!row.next()) return std::nullopt;
    return Json::parse(row.text(0));
}

std::map<std::string, Json> Variables::read_all(const Session& session, Space space) {
    std::map<std::string, Json> all;
    auto row = database_.query(sql::read_variables, {{":id_hash", db::Blob{session.id_hash}}, {":space", word(space)}});
    while (row.next()) all.emplace(row.text(0), Json::parse(row.text(1)));
    return all;
}

bool Variables::has_ended(const Session& session) {
    auto row = database_.query(sql::has_session, {{":id_hash", db::Blob{session.id_hash}}, {":now", clock_.now()}});
    row.next();
    return row.integer(0) == 0;
}

bool Variables::has_room(const Session& session, Space space, std::string_view name, int bytes) {
    auto row = database_.query(sql::has_room, {{":id_hash", db::Blob{session.id_hash}},
                                               {":space", word(space)},
                                               {":name", name},
                                               {":bytes", bytes},
                                               {":most_names", most_names},
                                               {":most_bytes", most_bytes}});
    row.next();
    return row.integer(0) != 0;
}

Written Variables::put(const Session& session, Space space, std::string_view name, const Json& value, bool whatever,
                       const std::optional<std::string>& expected) {
    if (!is_name(name) || !is_value(value)) return Written::not_a_variable;
    const std::string text = value.dump();
    const int bytes = bytes_of(name, text);
    const int written = database_.run(sql::write_variable, {{":id_hash", db::Blob{session.id_hash}},
                                                            {":space", word(space)},
                                                            {":name", name},
                                                            {":value", text},
                                                            {":whatever", whatever},
                                                            {":expected", expected},
                                                            {":bytes", bytes},
                                                            {":most_names", most_names},
                                                            {":most_bytes", most_bytes},
                                                            {":now", clock_.now()}});
    if (written > 0) return Written::done;
    if (has_ended(session)) return Written::ended;
    // Whoever compares now may find what was expected, set anew by somebody else.
    return whatever || !has_room(session, space, name, bytes) ? Written::full : Written::changed;
}

Written Variables::write(const Session& session, Space space, std::string_view name, const Json& value) {
    const auto now = read(session, space, name);
    if (now && is_value(value) && now->dump() == value.dump()) return Written::done;
    return put(session, space, name, value, true, std::nullopt);
}

Written Variables::compare_and_set(const Session& session, Space space, std::string_view name, const Json* expected,
                                   const Json& value) {
    if (expected == nullptr) return put(session, space, name, value, false, std::nullopt);
    if (!is_value(*expected)) return Written::not_a_variable;
    return put(session, space, name, value, false, expected->dump());
}

std::variant<std::int64_t, Written> Variables::increment(const Session& session, Space space, std::string_view name,
                                                         std::int64_t by) {
    if (!is_name(name)) return Written::not_a_variable;
    {
        auto row = database_.query(sql::increment_variable, {{":id_hash", db::Blob{session.id_hash}},
                                                             {":space", word(space)},
                                                             {":name", name},
                                                             {":by", by},
                                                             {":bytes", bytes_of(name, std::to_string(by))},
                                                             {":most_names", most_names},
                                                             {":most_bytes", most_bytes},
                                                             {":now", clock_.now()}});
        if (row.next()) {
            const std::int64_t sum = row.integer(0);
            row.next();  // only now it is committed
            return sum;
        }
    }
    if (has_ended(session)) return Written::ended;
    return has_sum(read(session, space, name), by) ? Written::full : Written::not_a_number;
}

std::optional<Json> Variables::pop(const Session& session, Space space, std::string_view name) {
    auto row = database_.query(sql::pop_variable,
                               {{":id_hash", db::Blob{session.id_hash}}, {":space", word(space)}, {":name", name}});
    if (!row.next()) return std::nullopt;
    Json value = Json::parse(row.text(0));
    row.next();  // only now it is committed
    return value;
}

void Variables::clear(const Session& session) {
    database_.run(sql::clear_variables, {{":id_hash", db::Blob{session.id_hash}}});
}

}  // namespace cloakroom::auth
