// The findings that the reader put aside for a briefing, kept in this window: cards add to them, the briefing's page
// takes them over, and its link in the navigation says how many they are.
const briefing = (() => {
    const KEPT = "digital-trends-briefing";
    const LINK = "[data-testid=stSidebarNavLink][href*='/briefing']";
    // As many as its page takes.
    const MOST = 30;
    let held = [];
    try {
        const found = JSON.parse(sessionStorage.getItem(KEPT));
        if (Array.isArray(found)) held = found.filter(each => typeof each === "string");
    } catch { /* Where a browser keeps nothing, the list lives as long as the page. */ }

    const tell = () => {
        for (const link of document.querySelectorAll(LINK)) {
            const words = link.querySelector("[data-testid=stIconMaterial] ~ *") ?? link;
            words.dataset.count = held.length || "";
            if (held.length) link.setAttribute("aria-label", `Briefing, ${held.length} chosen`);
            else link.removeAttribute("aria-label");
        }
    };
    const keep = references => {
        held = references.slice(0, MOST);
        try {
            sessionStorage.setItem(KEPT, JSON.stringify(held));
        } catch { /* See above. */ }
        tell();
        dispatchEvent(new CustomEvent("briefing-changed"));
    };

    let waiting;
    new MutationObserver(() => {
        clearTimeout(waiting);
        waiting = setTimeout(tell, 150);
    }).observe(document, {childList: true, subtree: true});

    return {
        keep,
        references: () => [...held],
        has: reference => held.includes(reference),
        isFull: () => held.length >= MOST,
        add: reference => keep([...held.filter(each => each !== reference), reference]),
        remove: reference => keep(held.filter(each => each !== reference)),
    };
})();
