#include "core/search/result_cache.h"

#include <sqlite3.h>

#include <string_view>
#include <utility>

namespace thimble::search {

namespace {

constexpr int kApplication = 0x54484D42;  ///< "THMB": whose file it is
constexpr int kVersion = 1;
constexpr int kPatienceMs = 10'000;  ///< for other searches that write

/// A statement that is ended whatever happens.
class Statement {
public:
    Statement(sqlite3* database, const char* sql) {
        if (sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr) != SQLITE_OK)
            m_statement = nullptr;
    }
    ~Statement() { sqlite3_finalize(m_statement); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&&) = delete;
    Statement& operator=(Statement&&) = delete;

    void bind(int place, std::string_view text) {
        if (m_statement != nullptr)
            sqlite3_bind_text(m_statement, place, text.data(), static_cast<int>(text.size()),
                              SQLITE_TRANSIENT);
    }
    [[nodiscard]] int step() {
        return m_statement == nullptr ? SQLITE_ERROR : sqlite3_step(m_statement);
    }
    [[nodiscard]] int number() { return sqlite3_column_int(m_statement, 0); }
    [[nodiscard]] std::string text() {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, 0));
        if (bytes == nullptr) return {};
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, 0))};
    }

private:
    sqlite3_stmt* m_statement = nullptr;
};

bool run(sqlite3* database, const char* sql) {
    return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// Whose file it is; nothing: it cannot be read.
std::optional<int> numberOf(sqlite3* database, const char* sql) {
    Statement statement(database, sql);
    if (statement.step() != SQLITE_ROW) return std::nullopt;
    return statement.number();
}

}  // namespace

Result<std::unique_ptr<ResultCache>> ResultCache::open(const std::filesystem::path& path) {
    sqlite3* database = nullptr;
    const int opened =
        sqlite3_open_v2(path.c_str(), &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    // Also one that could not be opened has to be closed.
    std::unique_ptr<ResultCache> cache(new ResultCache(path, database));
    if (opened != SQLITE_OK) return cache->lastError();
    sqlite3_busy_timeout(database, kPatienceMs);
    const auto tables = numberOf(database, "SELECT count(*) FROM sqlite_master");
    const auto application = numberOf(database, "PRAGMA application_id");
    const auto version = numberOf(database, "PRAGMA user_version");
    if (!tables || !application || !version) return cache->lastError();
    const bool isOurs = *application == kApplication && *version == kVersion;
    if (*tables > 0 && !isOurs)
        return fail(ErrorCode::InvalidFile,
                    path.string() + ": a database, but not one of search results");
    const std::string ids = "PRAGMA application_id=" + std::to_string(kApplication) +
                            ";PRAGMA user_version=" + std::to_string(kVersion) + ";";
    // A crash of the program loses nothing; of the machine perhaps the last results.
    const bool isReady =
        run(database, "PRAGMA journal_mode=WAL") && run(database, "PRAGMA synchronous=NORMAL") &&
        run(database, ids.c_str()) &&
        run(database,
            "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, value TEXT NOT NULL) "
            "WITHOUT ROWID");
    if (!isReady) return cache->lastError();
    return cache;
}

ResultCache::~ResultCache() { sqlite3_close(m_database); }

tl::unexpected<Error> ResultCache::lastError() const {
    const int code = sqlite3_errcode(m_database);
    return fail(
        code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? ErrorCode::InvalidFile : ErrorCode::Io,
        m_path.string() + ": " + sqlite3_errmsg(m_database));
}

Result<std::optional<std::string>> ResultCache::find(const std::string& key) {
    Statement statement(m_database, "SELECT value FROM results WHERE key = ?");
    statement.bind(1, key);
    switch (statement.step()) {
        case SQLITE_ROW: return statement.text();
        case SQLITE_DONE: return std::nullopt;
        default: return lastError();
    }
}

Result<void> ResultCache::keep(const std::string& key, const std::string& value) {
    Statement statement(m_database, "INSERT OR IGNORE INTO results VALUES (?, ?)");
    statement.bind(1, key);
    statement.bind(2, value);
    if (statement.step() != SQLITE_DONE) return lastError();
    return {};
}

}  // namespace thimble::search
