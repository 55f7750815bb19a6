// The search box above every page: finds as one types, without a run of the page's script.
//
// A combobox with a list of links, as the ARIA patterns have it: the focus stays in the field, arrows go through the list.
// Each result is a link, so that it can be opened in a tab of its own. The box stands beside what Streamlit draws, which
// would remove it again.
{
    const PAUSE = 80;
    // Pages whose figures a filter does not change.
    const WITHOUT_FILTERS = ["places", "search", "accessibility", "sources"];
    const form = document.createElement("form");
    let field, list, status, waiting, asking;
    let active = -1;

    const make = (tag, attributes = {}, ...inside) => {
        const made = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
        // As text, so that no name in the evidence becomes markup.
        made.append(...inside);
        return made;
    };
    const options = () => [...list.querySelectorAll("[role=option]")];

    const mark = at => {
        const all = options();
        active = all.length ? ((at % all.length) + all.length) % all.length : -1;
        all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
        if (all[active]) {
            field.setAttribute("aria-activedescendant", all[active].id);
            all[active].scrollIntoView({block: "nearest"});
        }
    };
    const unmark = () => {
        active = -1;
        for (const option of options()) option.setAttribute("aria-selected", "false");
        field.removeAttribute("aria-activedescendant");
    };
    const close = () => {
        clearTimeout(waiting);
        asking?.abort();
        unmark();
        list.hidden = true;
        status.className = "unseen";
        field.setAttribute("aria-expanded", "false");
    };

    const entry = (name, about, address, number) => {
        const shown = about ? [name, make("span", {}, about)] : [name];
        return make("a", {role: "option", id: `search_${number}`, href: address, tabindex: "-1", "aria-selected": "false"}, ...shown);
    };
    // The page as it is with a filter chosen besides; empty where it is chosen already.
    const filtered = only => {
        const address = new URL(location.href);
        for (const {field: name, name: value} of only) {
            if (address.searchParams.getAll(name).includes(value)) return "";
            address.searchParams.append(name, value);
        }
        return address.href;
    };
    const show = ({status: said, groups}) => {
        unmark();
        const filters = !WITHOUT_FILTERS.includes(location.pathname.split("/").pop());
        let number = 0;
        list.replaceChildren(
            ...groups.map((group, at) => {
                const links = group.results.flatMap((result, place) => {
                    const found = [entry(result.name, result.about, result.address, number++)];
                    const here = filters && place === 0 && result.only.length ? filtered(result.only) : "";
                    if (here) found.push(entry(`Filter this page: ${result.name}`, "", here, number++));
                    return found;
                });
                if (group.found > group.results.length) {
                    const all = `All ${group.found.toLocaleString("en")} ${group.title.toLowerCase()}`;
                    links.push(entry(all, "", group.all, number++));
                }
                // Where no word is as it was typed, the results are guesses, which must not look like answers.
                const called = group.typed ? group.title : `${group.title}, spelt much like it`;
                const title = make("div", {role: "presentation", id: `search_kind_${at}`}, called);
                return make("div", {role: "group", "aria-labelledby": title.id}, title, ...links);
            }),
        );
        list.hidden = groups.length === 0;
        list.scrollTop = 0;
        status.textContent = said;
        // Seen only where there is no list to see.
        status.className = groups.length || !said ? "unseen" : "";
        field.setAttribute("aria-expanded", String(groups.length > 0));
    };

    const ask = async () => {
        asking?.abort();
        const text = field.value.trim();
        if (!text) return close();
        asking = new AbortController();
        try {
            const address = new URL("api/v1/search", document.baseURI);
            address.searchParams.set("q", text);
            const answer = await fetch(address, {signal: asking.signal});
            if (answer.ok) show(await answer.json());
        } catch {
            // An answer that was overtaken, or a server that cannot be reached: Enter leads to the page of search.
        }
    };
    const soon = () => {
        clearTimeout(waiting);
        waiting = setTimeout(ask, PAUSE);
    };

    const press = event => {
        const opened = !list.hidden;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (!opened) return void ask();
            const before = event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1;
            mark(before);
        } else if (event.key === "Enter" && opened && active >= 0) {
            event.preventDefault();
            const {href} = options()[active];
            if (event.ctrlKey || event.metaKey) window.open(href);
            else location.assign(href);
        } else if (event.key === "Escape") {
            if (opened || status.className === "") close();
            else field.blur();
        }
    };

    const build = () => {
        Object.assign(form, {id: "search", autocomplete: "off"});
        form.setAttribute("role", "search");
        list = make("div", {id: "search_found", role: "listbox", "aria-label": "Found", hidden: ""});
        status = make("p", {role: "status", class: "unseen"});
        field = make("input", {
            id: "search_field", type: "text", name: "q", role: "combobox", maxlength: "120", enterkeyhint: "search",
            "aria-label": "Search all evidence", "aria-autocomplete": "list", "aria-controls": list.id,
            "aria-expanded": "false", "aria-keyshortcuts": "/", placeholder: "Search", autocomplete: "off",
            autocapitalize: "off", spellcheck: "false",
        });
        form.append(field, make("kbd", {"aria-hidden": "true"}, "/"), list, status);
        field.addEventListener("input", soon);
        field.addEventListener("keydown", press);
        field.addEventListener("focus", () => { if (field.value) soon(); });
        form.addEventListener("focusout", event => { if (!form.contains(event.relatedTarget)) close(); });
        // A press on a link would else take the focus from the field, which closes the list before the click.
        list.addEventListener("mousedown", event => event.preventDefault());
        list.addEventListener("click", event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) close(); });
        form.addEventListener("submit", event => {
            event.preventDefault();
            const address = new URL("search", document.baseURI);
            address.searchParams.set("q", field.value.trim());
            location.assign(address);
        });
        // The way past all of it comes first. Streamlit's own link is drawn behind the box, in what it draws itself.
        const skip = make("a", {id: "skip", href: "#stMain"}, "Skip to main content");
        skip.addEventListener("click", event => {
            event.preventDefault();
            document.getElementById("stMain")?.focus();
        });
        document.body.prepend(skip, form);
    };

    const isTyping = target => target.closest?.("input, textarea, select, [contenteditable=true]");
    addEventListener("keydown", event => {
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        event.preventDefault();
        field?.focus();
        field?.select();
    });
    // In a low window the box leaves with the head of the page, see search.css.
    addEventListener("scroll", ({target}) => {
        if (target.matches?.("[data-testid=stMain]")) form.classList.toggle("away", target.scrollTop > 20);
    }, {capture: true, passive: true});
    if (document.body) build();
    else addEventListener("DOMContentLoaded", build);
}
