// What was read from the database, known for as long as nobody changes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace cloakroom::db {

// The same question to the same database has the same answer: it is asked once.
template <typename Key, typename Value>
class Known {
   public:
    // `version` is that of the database (Database::version()), told by what was read just
    // now; where it is not told, or another than last time, `read` is asked anew.
    template <typename Read>
    Value get(std::optional<std::uint32_t> version, const Key& key, const Read& read) {
        if (!version) return read();
        if (version != version_ || values_.size() == most) values_.clear();
        version_ = version;
        const auto found = values_.find(key);
        return found != values_.end() ? found->second : values_.emplace(key, read()).first->second;
    }

   private:
    static constexpr std::size_t most = 100;
    std::optional<std::uint32_t> version_;
    std::map<Key, Value> values_;
};

}  // namespace cloakroom::db
