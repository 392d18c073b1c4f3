// Protected folders: which rule decides about a path, and what it says.
//
// A rule covers its path and all below it; the longest one that covers an address
// decides, alone. Where no rule covers it, nobody may: whoever asks has locked a
// folder and not said for whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/actor.h"
#include "auth/audit_log.h"
#include "auth/authorization.h"
#include "auth/users.h"
#include "db/database.h"
#include "db/known.h"

namespace cloakroom::auth {

// The form in which paths are compared: decoded, without "//", "." and "..", without a
// slash at the end; "" is the whole site. Nothing for what is no path of a site: no
// slash at its head, control characters, a backslash, or no UTF-8.
std::optional<std::string> rule_path(std::string_view path);

struct Rule {
    std::string path;  // see rule_path()
    Requirement requirement = Requirement::nobody;
    std::vector<std::string> groups;  // whom it names, if it is for the listed
    std::vector<std::string> users;   // by name, as shown
    bool readable = true;             // false: it says what this program does not know
};

// What is decided about a path, and why.
struct Verdict {
    Decision decision = Decision::forbid;
    std::optional<std::string> rule;  // the path of the rule that decided; nothing if there is none
    bool readable = true;             // false: the rule says what this program does not know, and so denies
};

// How it went. The enumerator is the name of the section in the template that says so.
enum class RuleAct {
    done,
    not_a_path,
    not_as_called,  // written as a link or a pattern ("%20", "*", "?", "#"): it would cover nothing
    index_file,     // servers show it for its folder, and ask about that
    no_such_rule,
    no_such_group,
    no_such_user
};
std::string_view word(RuleAct act);

class Rules {
   public:
    Rules(db::Database& database, Users& users, AuditLog& audit) : database_(database), users_(users), audit_(audit) {}

    // May the visitor see this path, decoded once? One read; none where that is known from
    // a request before, and nothing has changed until the visitor's session was read.
    Verdict judge(std::string_view path, const std::optional<Session>& visitor);

    // Puts the rule in the place of the one for the same path, if there is one; or says
    // what is wrong with it, and changes nothing.
    RuleAct protect(const Rule& rule, const Actor& actor);

    // Takes the rule for this very path away; then the one above it decides.
    RuleAct unprotect(std::string_view path, const Actor& actor);

    // In the order of their paths. A rule that this program cannot read is for nobody.
    std::vector<Rule> list();

    // The rule for this very path, in the form of rule_path().
    std::optional<Rule> find(std::string_view path);

   private:
    Verdict look_up(std::string_view path, const std::optional<Session>& visitor);

    db::Database& database_;
    Users& users_;
    AuditLog& audit_;
    db::Known<std::pair<std::string, std::int64_t>, Verdict> known_{};  // by path and user
};

}  // namespace cloakroom::auth
