-- For wrk with one connection a thread: signs a user in and out in turn.
local threads = 0
local cookie

function setup(thread)
    threads = threads + 1
    thread:set("user", "bench-" .. threads)
end

function request()
    local headers = {
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Origin"] = "http://" .. wrk.host .. ":" .. wrk.port,
        ["Cookie"] = cookie,
    }
    if cookie then
        return wrk.format("POST", wrk.path .. "logout", headers, "")
    end
    return wrk.format("POST", nil, headers, "username=" .. user .. "&password=correct+horse+battery+staple")
end

function response(_, headers)
    cookie = not cookie and headers["Set-Cookie"]:match("^[^;]*") or nil
end
