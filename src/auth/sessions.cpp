#include "auth/sessions.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/random.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t id_bytes = 32;
constexpr std::size_t id_characters = 43;
constexpr Seconds seen_interval = 5min;
constexpr int sweep_at_most = 100;

bool is_id(std::string_view text) {
    return text.size() == id_characters && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_';
           });
}

}  // namespace

std::string Session::tag() const {
    return hex(id_hash.substr(0, 4));
}

std::optional<Session> Sessions::find(std::string_view id, bool secure) {
    if (!is_id(id)) return std::nullopt;
    const Instant now = clock_.now();
    Session session;
    session.id_hash = sha256(id);
    auto row = database_.query(sql::find_session, {{":id_hash", db::Blob{session.id_hash}},
                                                   {":secure", secure},
                                                   {":now", now},
                                                   {":idle_since", now - options_.idle_timeout}});
    if (!row.next()) return std::nullopt;
    if (!row.is_null(0)) session.user = User{row.integer(0), row.text(1)};
    session.permanent = row.integer(2) != 0;
    session.started_at = row.instant(3);
    session.last_seen_at = row.instant(4);
    session.expires_at = row.instant(5);
    session.theme = row.text(6);
    return session;
}

NewSession Sessions::make(bool permanent) const {
    const Instant now = clock_.now();
    NewSession fresh{base64url(random_bytes(id_bytes)), {}};
    Session& session = fresh.session;
    session.id_hash = sha256(fresh.id);
    session.permanent = permanent;
    session.started_at = session.last_seen_at = now;
    session.expires_at = now + (permanent ? options_.permanent_lifetime : options_.browser_lifetime);
    return fresh;
}

std::optional<NewSession> Sessions::begin(const StoredUser& user, bool permanent, const Browser& browser) {
    NewSession fresh = make(permanent);
    const int made = database_.run(sql::begin_session, {{":id_hash", db::Blob{fresh.session.id_hash}},
                                                        {":user_id", user.user.id},
                                                        {":password_hash", user.password_hash},
                                                        {":permanent", permanent},
                                                        {":secure", browser.secure},
                                                        {":now", fresh.session.started_at},
                                                        {":expires_at", fresh.session.expires_at},
                                                        {":address", browser.address},
                                                        {":browser", browser.user_agent}});
    if (made == 0) return std::nullopt;
    sweep();
    fresh.session.user = user.user;
    return fresh;
}

NewSession Sessions::begin_anonymous(const Browser& browser) {
    NewSession fresh = make(false);
    database_.run(sql::begin_anonymous_session, {{":id_hash", db::Blob{fresh.session.id_hash}},
                                                 {":secure", browser.secure},
                                                 {":now", fresh.session.started_at},
                                                 {":expires_at", fresh.session.expires_at},
                                                 {":address", browser.address},
                                                 {":browser", browser.user_agent}});
    sweep();
    return fresh;
}

void Sessions::end(const Session& session) {
    database_.run(sql::end_session, {{":id_hash", db::Blob{session.id_hash}}});
}

void Sessions::saw(const Session& session) {
    const Instant now = clock_.now();
    if (now < session.last_seen_at + seen_interval) return;
    database_.run(sql::session_seen, {{":now", now}, {":id_hash", db::Blob{session.id_hash}}});
    sweep();
}

// Each new row takes away up to a hundred dead ones: so the table cannot grow with
// the dead, and no request waits long.
void Sessions::sweep() {
    database_.run(sql::sweep_sessions, {{":now", clock_.now()}, {":limit", sweep_at_most}});
}

}  // namespace cloakroom::auth
