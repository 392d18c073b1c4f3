-- For wrk: GETs one address with the cookies of the named file, one a line, in turn.
local requests = {}
local turn = 0

function init(arguments)
    for cookie in io.lines(arguments[1]) do
        requests[#requests + 1] = wrk.format("GET", nil, { ["Cookie"] = cookie })
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
