// A statement from sql/, as make embeds it.
#pragma once

#include <cstddef>

namespace cloakroom::db {

// make generates one constexpr Sql a statement into "generated/statements.h", in
// namespace cloakroom::sql, so that an unknown name does not compile.
struct Sql {
    std::size_t index;  // 0, 1, 2 ...: a connection keeps its prepared statements by it
    const char* name;   // "find_session"
    const char* text;
};

// A numbered step of sql/schema/, in order.
struct SchemaStep {
    int number;        // 1 for 001-front-door.sql
    const char* name;  // "001-front-door"
    const char* text;
};

}  // namespace cloakroom::db
