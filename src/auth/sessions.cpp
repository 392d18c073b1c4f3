#include "auth/sessions.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/errors.h"
#include "base/random.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t id_bytes = 32;
constexpr std::size_t id_characters = 43;
constexpr Seconds seen_interval = 5min;
constexpr int sweep_at_most = 100;
constexpr int sweep_bite = 10;
constexpr auto sweep_time = 10ms;   // a bite that came last may take as long again
constexpr Seconds clock_step = 1h;  // a clock may be set right by so much without signing anybody out

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

Session Sessions::read(const db::Rows& row) const {
    Session session;
    session.id_hash = row.text(0);
    if (!row.is_null(1)) session.user = User{row.integer(1), row.text(2), row.text(11)};
    session.permanent = row.integer(3) != 0;
    session.started_at = row.instant(4);
    session.last_seen_at = row.instant(5);
    session.counted_from = row.instant(6);
    session.expires_at = std::min(row.instant(7), session.counted_from + lifetime(session.permanent));
    session.idle_timeout = std::min(Seconds{row.integer(8)}, options_.idle_timeout);
    session.theme = row.text(9);
    session.proved_at = row.instant(10);
    session.may_have_messages = row.integer(12) != 0;
    return session;
}

bool Sessions::is_live(const Session& session) const {
    const Instant now = clock_.now();
    // Begun while the clock was wrong: it would live past its limit.
    if (session.counted_from > now + clock_step) return false;
    if (now >= session.expires_at) return false;
    if (session.permanent) return true;
    return now < session.last_seen_at + session.idle_timeout && session.last_seen_at <= now + clock_step;
}

std::optional<Session> Sessions::find(std::string_view id, bool secure) {
    if (!is_id(id)) return std::nullopt;
    std::optional<Session> session;
    {
        auto row = database_.query(sql::find_session, {{":id_hash", db::Blob{sha256(id)}}, {":secure", secure}});
        if (row.next()) session = read(row);
    }
    if (!session) return session;
    session->as_of = database_.version();
    if (is_live(*session)) return session;
    try {
        end(*session);
    } catch (const Unavailable&) {
        // It is dead all the same.
    }
    return std::nullopt;
}

std::vector<ListedSession> Sessions::list(std::int64_t user_id) {
    std::vector<ListedSession> sessions;
    auto row = database_.query(sql::list_sessions, {{":user_id", user_id}});
    while (row.next()) {
        ListedSession listed{read(row), row.text(13), row.text(14), row.text(15)};
        if (is_live(listed.session)) sessions.push_back(std::move(listed));
    }
    return sessions;
}

std::optional<Session> Sessions::find_by_tag(std::int64_t user_id, std::string_view tag) {
    for (auto& listed : list(user_id)) {
        if (listed.session.tag() == tag) return std::move(listed.session);
    }
    return std::nullopt;
}

NewSession Sessions::make(bool permanent) const {
    const Instant now = clock_.now();
    NewSession fresh{base64url(random_bytes(id_bytes)), {}};
    Session& session = fresh.session;
    session.id_hash = sha256(fresh.id);
    session.permanent = permanent;
    session.started_at = session.last_seen_at = session.counted_from = now;
    session.expires_at = now + lifetime(permanent);
    session.idle_timeout = options_.idle_timeout;
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
                                                        {":idle_timeout", fresh.session.idle_timeout},
                                                        {":address", browser.address},
                                                        {":browser", browser.user_agent}});
    if (made == 0) return std::nullopt;
    sweep();
    fresh.session.user = user.user;
    fresh.session.proved_at = fresh.session.started_at;
    return fresh;
}

NewSession Sessions::begin_anonymous(const Browser& browser, bool permanent) {
    NewSession fresh = make(permanent);
    database_.run(sql::begin_anonymous_session, {{":id_hash", db::Blob{fresh.session.id_hash}},
                                                 {":permanent", permanent},
                                                 {":secure", browser.secure},
                                                 {":now", fresh.session.started_at},
                                                 {":expires_at", fresh.session.expires_at},
                                                 {":idle_timeout", fresh.session.idle_timeout},
                                                 {":address", browser.address},
                                                 {":browser", browser.user_agent}});
    sweep();
    return fresh;
}

std::optional<NewSession> Sessions::renew(const Session& session) {
    NewSession fresh{base64url(random_bytes(id_bytes)), session};
    fresh.session.id_hash = sha256(fresh.id);
    fresh.session.last_seen_at = clock_.now();
    if (database_.run(sql::copy_session, {{":new_id_hash", db::Blob{fresh.session.id_hash}},
                                          {":id_hash", db::Blob{session.id_hash}}}) == 0) {
        return std::nullopt;
    }
    carry(session, fresh.session);
    end(session);
    return fresh;
}

void Sessions::prove(Session& session) {
    session.proved_at = clock_.now();
    database_.run(sql::prove_session, {{":now", session.proved_at}, {":id_hash", db::Blob{session.id_hash}}});
}

void Sessions::carry(const Session& old, const Session& fresh) {
    for (const db::Sql& statement : {sql::carry_variables, sql::carry_flash_messages}) {
        database_.run(statement, {{":new_id_hash", db::Blob{fresh.id_hash}}, {":old_id_hash", db::Blob{old.id_hash}}});
    }
}

bool Sessions::set_permanent(Session& session, bool permanent) {
    Session changed = session;
    changed.permanent = permanent;
    changed.counted_from = permanent ? session.started_at : clock_.now();
    const Instant limit = changed.counted_from + lifetime(permanent);
    changed.expires_at = permanent ? limit : std::min(session.expires_at, limit);
    const int found = database_.run(sql::set_session_lifetime, {{":permanent", permanent},
                                                                {":counted_from", changed.counted_from},
                                                                {":expires_at", changed.expires_at},
                                                                {":now", clock_.now()},
                                                                {":id_hash", db::Blob{session.id_hash}}});
    if (found == 0) return false;
    session = std::move(changed);
    return true;
}

void Sessions::end(const Session& session) {
    database_.run(sql::end_session, {{":id_hash", db::Blob{session.id_hash}}});
}

bool Sessions::end_if_empty(const Session& session) {
    return database_.run(sql::end_empty_session, {{":id_hash", db::Blob{session.id_hash}}}) > 0;
}

int Sessions::end_all(std::int64_t user_id, const Session* except) {
    const std::string_view kept = except == nullptr ? std::string_view() : except->id_hash;
    const auto before = list(user_id);
    database_.run(sql::end_sessions_of_user, {{":user_id", user_id}, {":except", db::Blob{kept}}});
    return static_cast<int>(
        std::ranges::count_if(before, [&](const ListedSession& listed) { return listed.session.id_hash != kept; }));
}

std::int64_t Sessions::count_users() {
    const Instant now = clock_.now();
    auto row = database_.query(sql::count_signed_in_users, {{":now", now},
                                                            {":latest", now + clock_step},
                                                            {":permanent_lifetime", options_.permanent_lifetime},
                                                            {":browser_lifetime", options_.browser_lifetime},
                                                            {":idle_timeout", options_.idle_timeout}});
    row.next();
    return row.integer(0);
}

int Sessions::end_everybodys() {
    return database_.run(sql::end_all_sessions);
}

std::vector<Session> Sessions::end_oldest(const Session& newest) {
    std::vector<Session> others;
    for (auto& listed : list(newest.user->id)) {
        if (listed.session.id_hash != newest.id_hash) others.push_back(std::move(listed.session));
    }
    std::ranges::sort(others, std::ranges::greater{}, &Session::started_at);
    const auto most = static_cast<std::size_t>(options_.most_per_user) - 1;
    others.erase(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(std::min(most, others.size())));
    for (const Session& session : others) end(session);
    return others;
}

void Sessions::rename(const Session& session, std::string_view name) {
    database_.run(sql::name_session, {{":name", name}, {":id_hash", db::Blob{session.id_hash}}});
}

void Sessions::saw(const Session& session) {
    const Instant now = clock_.now();
    if (now < session.last_seen_at + seen_interval) return;
    database_.run(sql::session_seen, {{":now", now}, {":id_hash", db::Blob{session.id_hash}}});
    sweep();
}

// Each new row takes away up to a hundred dead ones, ten at least: so the table cannot
// grow with the dead. The time counts as well, since a full session is 256 variables.
void Sessions::sweep() {
    using Timer = std::chrono::steady_clock;
    const auto until = Timer::now() + sweep_time;
    int swept = 0;
    int bite = sweep_bite;
    while (bite == sweep_bite && swept < sweep_at_most && Timer::now() < until) {
        bite = database_.run(sql::sweep_sessions, {{":now", clock_.now()}, {":limit", sweep_bite}});
        swept += bite;
    }
}

}  // namespace cloakroom::auth
