// Opens and closes the filters: below the bar of every page where there is room, on a phone a sheet over the page.
{
    const SHEET = ".st-key-filters";
    const OPENER = ".st-key-change_filters button";
    const REACHED = "a[href], button:not(:disabled), input:not(:disabled), summary, [tabindex='0']";
    // Where the sheet covers the page, see page.css.
    const covers = matchMedia("(max-width: 640px)");
    const root = document.documentElement;
    // Streamlit draws a button that has an explanation twice, and shows one of them.
    const opener = () => [...document.querySelectorAll(OPENER)].find(button => button.offsetParent);
    const sheet = () => document.querySelector(SHEET);
    const isOpen = () => root.dataset.filters === "open";
    const inside = () => [...sheet().querySelectorAll(REACHED)].filter(part => part.offsetParent && part.tabIndex >= 0);

    const name = () => {
        const box = sheet();
        if (!box) return;
        if (box.id !== "filters") {
            box.id = "filters";
            box.setAttribute("aria-label", "Filters and your place");
        }
        const role = covers.matches ? "dialog" : "region";
        if (box.getAttribute("role") !== role) {
            box.setAttribute("role", role);
            if (covers.matches) box.setAttribute("aria-modal", "true");
            else box.removeAttribute("aria-modal");
        }
        const button = opener();
        if (button?.getAttribute("aria-expanded") !== String(isOpen())) {
            button?.setAttribute("aria-expanded", isOpen());
            button?.setAttribute("aria-controls", "filters");
        }
    };
    const open = () => {
        root.dataset.filters = "open";
        name();
        sheet()?.querySelector("[data-field=country] input")?.focus();
    };
    const close = ({back = true} = {}) => {
        if (!isOpen()) return;
        delete root.dataset.filters;
        name();
        if (back) opener()?.focus();
    };

    addEventListener("click", event => {
        const {target} = event;
        const change = target.closest?.(OPENER);
        const done = target.closest?.(".fields-sheet .done");
        if (change || done) {
            // The page's script has nothing to do with it.
            event.stopPropagation();
            if (isOpen()) close();
            else open();
        // The page a link leads to is seen, not the sheet before it.
        } else if (target.closest?.("[data-testid=stSidebarNavLink], [data-testid=stPageLink-NavLink]")) close({back: false});
    }, {capture: true});

    addEventListener("keydown", event => {
        const here = document.activeElement;
        if (!isOpen() || !(sheet()?.contains(here) || here === opener())) return;
        // An open list of choices closes first.
        if (event.key === "Escape" && !here.matches("[role=combobox][aria-expanded=true]")) close();
        if (event.key !== "Tab" || !covers.matches) return;
        const parts = inside();
        const [from, to] = event.shiftKey ? [parts[0], parts.at(-1)] : [parts.at(-1), parts[0]];
        if (document.activeElement !== from) return;
        event.preventDefault();
        to.focus();
    }, {capture: true});

    let waiting;
    new MutationObserver(() => {
        clearTimeout(waiting);
        waiting = setTimeout(name, 100);
    }).observe(document, {childList: true, subtree: true});
    covers.addEventListener("change", name);
}
