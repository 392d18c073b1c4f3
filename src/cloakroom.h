// Cloakroom for C++ programs behind a web server: who is signed in, and session
// variables that last from one request to the next. Start here; docs/cpp.md shows
// a whole program.
//
//     cloakroom::Door door("/home/club/cloakroom-data");         // once in a process
//
//     auto session = cloakroom::open(door, request.envp);        // once in a request; as plain CGI: environ
//     const auto visits = session.increment("visits");
//     session["colour"] = "green";
//     for (const auto& [name, value] : session.headers()) print(name + ": " + value + "\r\n");
//
// A visitor need not be signed in: the first write begins an anonymous session for
// him and sets a cookie. A session that is only looked at, or not even that, costs
// no row and no cookie. What an anonymous visitor stored comes along when he signs in.
//
// Each write is committed when it is made, and no lock is held between two calls:
// a slow page delays no other. Parallel requests that set different variables lose
// nothing. `session["n"] = session.get("n", 0) + 1` does lose updates, here as
// everywhere; increment(), update() and compare_and_set() do not.
//
// These variables are set by programs on the server only, which may trust them; all
// programs share them. What a page's script keeps by JSON lies in a space of its own:
// it is not seen from here.
//
// Errors. What a visitor can send throws nothing: a cookie that opens nothing is a
// visitor without a session. Any call may throw std::runtime_error when the data
// cannot be reached (database locked for two seconds, disk full): answer 503. The
// other errors are named where they are thrown. Whatever throws has changed nothing.
//
// Link with `pkg-config --cflags --libs --static cloakroom`. One thread at a time may
// use a Door and its sessions. A process that is forked after the first open() needs
// a Door of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cloakroom {

// null, bool, whole numbers of 64 bits with sign, double, UTF-8 text, array, object
// with text keys. `Value{{"tea", 2}, {"cake", nullptr}}`, `value["tea"].get<int>()`.
// What is asked of the wrong kind of value throws Value::exception.
using Value = nlohmann::json;

// There is no such variable.
struct KeyError : std::out_of_range {
    using std::out_of_range::out_of_range;
};

// It cannot be kept: text that is not UTF-8, a number that is not finite or too large,
// more than 32 levels, a name that is empty, has over 128 bytes or a control character.
// Or increment() found no whole number, or the sum would be too large.
struct ValueError : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

// It would be more than 64 KiB or 256 variables (names and values as JSON; what scripts
// keep is counted apart), or a flash message of more than 4 KiB.
struct QuotaError : std::length_error {
    using std::length_error::length_error;
};

// The session ended while this request ran: signed out, revoked, expired. Nothing
// brings it back: in this request there is no session any more.
struct SessionEnded : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The call would need a header, but headers() was called already.
struct HeadersSent : std::logic_error {
    using std::logic_error::logic_error;
};

struct Header {
    std::string name;
    std::string value;
};

// Something to tell the visitor once, on whatever page comes next.
struct Flash {
    std::string category;  // "message" unless its writer says otherwise
    std::string text;
};

class Session;

// The way into one installation of Cloakroom.
class Door {
   public:
    // `folder` is the private folder: it holds cloakroom.sqlite and perhaps
    // cloakroom.conf, which is obeyed here, too. It belongs to the user that Cloakroom
    // runs as, so this program must run as that user. Nothing is opened yet.
    explicit Door(std::string folder);
    Door(Door&&) noexcept;
    Door& operator=(Door&&) noexcept;
    ~Door();

   private:
    friend Session open(Door& door, const char* const* environment);
    struct Parts;
    std::shared_ptr<Parts> parts();

    std::string folder_;
    std::shared_ptr<Parts> parts_;
};

// The visitor's session, from the CGI environment of his request: "NAME=value" texts
// with a null pointer at the end, such as `environ` or FCGX_Request::envp, which need
// not outlive the call; nor need the door. Nothing is read for the visitor yet.
//
// The first call opens the data, and so does one, a second later at most, after
// cloakroom.conf or the database was replaced. Throws std::runtime_error, saying what
// to do, while that cannot be; the next call tries anew.
Session open(Door& door, const char* const* environment);

// The session of one visitor, for the time of one request.
class Session {
   public:
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    // Who is signed in, as his name is shown; nothing for an anonymous visitor.
    std::optional<std::string> user() const;

    // True until something is stored for this visitor or he signs in.
    bool is_new() const;

    // False if another site made the visitor's browser send this request: then change
    // nothing and answer 403. Always true for GET and HEAD.
    bool is_same_origin() const;

    // Does the session outlive the browser? Setting it sends the cookie anew; a visitor
    // for whom nothing is stored yet gets neither row nor cookie until something is.
    bool is_permanent() const;
    void set_permanent(bool permanent);

    // Reading. at() throws KeyError where there is no such variable, get() gives
    // `otherwise` (null if there is none). all() is a snapshot to iterate over, in the
    // order of the names.
    Value at(std::string_view key) const;
    Value get(std::string_view key) const;
    bool contains(std::string_view key) const;
    std::map<std::string, Value> all() const;

    // get("visits", 0) is an int, get("name", "") a std::string: `otherwise` also where
    // the variable is of another kind, or too large.
    template <typename T>
    T get(std::string_view key, T otherwise) const;
    std::string get(std::string_view key, const char* otherwise) const { return get(key, std::string(otherwise)); }

    // Writing. Throws ValueError, QuotaError or SessionEnded. An equal value is not
    // written again.
    void set(std::string_view key, const Value& value);

    // Adds to a whole number, which starts at 0, and returns the sum.
    std::int64_t increment(std::string_view key, std::int64_t by = 1);

    // Replaces the value (null if there is none) by what `change` makes of it, which
    // is returned. `change` runs without any lock, and again if somebody else wrote
    // meanwhile; what it throws leaves the variable as it was.
    Value update(std::string_view key, const std::function<Value(Value)>& change);

    // Sets it only if it still is `expected`, or only if it is not there; false if not.
    // Values are compared as JSON text: 1 is not 1.0.
    bool compare_and_set(std::string_view key, const Value& expected, const Value& value);
    bool set_if_absent(std::string_view key, const Value& value);

    // Taking away. pop() gives the value back, to one of parallel takers only; without
    // `otherwise` it throws KeyError. erase() is false if there was none. clear() takes
    // all: variables, also those of scripts, and flash messages; a visitor who is signed
    // in stays so. An anonymous session for which nothing is left ends, and its cookie
    // is deleted.
    Value pop(std::string_view key);
    Value pop(std::string_view key, Value otherwise);
    bool erase(std::string_view key);
    void clear();

    // Ends the session, for every process at once. What is stored afterwards is stored
    // for an anonymous visitor, under a new id.
    void sign_out();

    // Flash messages wait until they are read, at most 20, the oldest is dropped.
    // Reading takes them away, so that of parallel requests one shows each; reading
    // again in this request gives the same. With a category only those; the others wait on.
    void flash(std::string_view text, std::string_view category = "message");
    std::vector<Flash> flashes(std::string_view category = "");

    // session["key"] = value is set(). Reading it is at(): `Value v = session["key"]`,
    // `session["key"].get<int>()`, `session["key"] == "green"`. What lies inside a value
    // cannot be changed in place: update() it. Lives shorter than its session.
    class Reference;
    Reference operator[](std::string_view key);
    Reference operator[](int) = delete;  // keys are text

    // What the answer must bear: nothing if the session was not looked at; else
    // Vary: Cookie, Cache-Control: no-store, and Set-Cookie if a session began, ended or
    // changed its lifetime (two of them to delete a cookie). Call it last, just before
    // the headers are sent. What needs a header throws HeadersSent from then on: the
    // first look at the session, the first write for a visitor who had none,
    // set_permanent() and sign_out(). An anonymous session that becomes empty goes on.
    std::vector<Header> headers();

    // For Cloakroom's own pages, which know their visitor already.
    class State;
    explicit Session(std::unique_ptr<State> state);

   private:
    std::optional<Value> find(std::string_view key) const;
    std::optional<Value> take(std::string_view key);

    std::unique_ptr<State> state_;
};

class Session::Reference {
   public:
    Reference(Session& session, std::string key) : session_(session), key_(std::move(key)) {}
    Reference(const Reference&) = default;

    Reference& operator=(const Value& value) {
        session_.set(key_, value);
        return *this;
    }
    Reference& operator=(const Reference& other) {
        if (this != &other) session_.set(key_, other);
        return *this;
    }

    operator Value() const { return session_.at(key_); }
    template <typename T>
    T get() const {
        return session_.at(key_).get<T>();
    }
    friend bool operator==(const Reference& reference, const Value& value) { return Value(reference) == value; }
    friend bool operator!=(const Reference& reference, const Value& value) { return Value(reference) != value; }

   private:
    Session& session_;
    std::string key_;
};

inline Session::Reference Session::operator[](std::string_view key) {
    return {*this, std::string(key)};
}

template <typename T>
T Session::get(std::string_view key, T otherwise) const {
    const auto value = find(key);
    if (!value) return otherwise;
    try {
        T wanted = value->get<T>();
        if (Value(wanted) == *value) return wanted;  // 1.5 is no int, nor is 1e12
    } catch (const Value::exception&) {
    }
    return otherwise;
}

}  // namespace cloakroom
