#include "auth/variables.h"

#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

constexpr std::string_view program_space = "program";

}  // namespace

std::optional<Json> Variables::read(const Session& session, std::string_view name) {
    auto row = database_.query(sql::read_variable,
                               {{":id_hash", db::Blob{session.id_hash}}, {":space", program_space}, {":name", name}});
    if (!row.next()) return std::nullopt;
    return Json::parse(row.text(0));
}

bool Variables::write(const Session& session, std::string_view name, const Json& value) {
    const std::string text = value.dump();
    auto row = database_.query(sql::write_variable, {{":id_hash", db::Blob{session.id_hash}},
                                                     {":space", program_space},
                                                     {":name", name},
                                                     {":value", text},
                                                     {":now", clock_.now()}});
    return row.next();
}

std::optional<std::int64_t> Variables::increment(const Session& session, std::string_view name, std::int64_t by) {
    auto row = database_.query(sql::increment_variable, {{":id_hash", db::Blob{session.id_hash}},
                                                         {":space", program_space},
                                                         {":name", name},
                                                         {":by", by},
                                                         {":now", clock_.now()}});
    if (!row.next()) return std::nullopt;
    return row.integer(0);
}

std::optional<Json> Variables::pop(const Session& session, std::string_view name) {
    auto row = database_.query(sql::pop_variable,
                               {{":id_hash", db::Blob{session.id_hash}}, {":space", program_space}, {":name", name}});
    if (!row.next()) return std::nullopt;
    return Json::parse(row.text(0));
}

void Variables::carry(const Session& old, const Session& fresh) {
    database_.run(sql::carry_variables,
                  {{":new_id_hash", db::Blob{fresh.id_hash}}, {":old_id_hash", db::Blob{old.id_hash}}});
}

}  // namespace cloakroom::auth
