// Leads to a card by its address, and into the box of its downloads and out of it by keyboard.
{
    const TRIGGER = "[data-testid=stPopoverButton]";
    const BOX = "[data-testid=stPopoverBody]";
    const REACHED = "a[href], button:not(:disabled), input, select, textarea, [tabindex='0']";
    // How often, in milliseconds, and how many times at most a card is looked for whose page is being drawn.
    const AGAIN = 200;
    const MOST = 75;
    // So many looks in a row must find nothing moved.
    const STILL = 8;

    // A page is drawn bit by bit, so that its browser finds no card when it opens an address, and cards still move later.
    const lead = (anchor) => {
        let left = MOST;
        let still = 0;
        let before;
        const look = () => {
            const heading = document.getElementById(anchor);
            const top = heading?.getBoundingClientRect().top;
            still = heading && top === before ? still + 1 : 0;
            if (heading && !still) {
                heading.scrollIntoView({block: "start"});
                if (before === undefined) {
                    // Whoever goes on by keyboard, or listens, begins at the card.
                    heading.tabIndex = -1;
                    heading.focus({preventScroll: true});
                }
            }
            before = heading?.getBoundingClientRect().top;
            left -= 1;
            if (!left || still >= STILL) stop();
        };
        const timer = setInterval(look, AGAIN);
        const stop = () => {
            clearInterval(timer);
            for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) removeEventListener(kind, stop);
        };
        // A reader who moves is not to be pulled back.
        for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(kind, stop);
    };
    if (location.hash.length > 1) lead(decodeURIComponent(location.hash.slice(1)));

    const inside = (box) => [...box.querySelectorAll(REACHED)].filter((part) => part.offsetParent);
    const opener = () => document.querySelector(`${TRIGGER}[aria-expanded=true]`);

    // The box stands at the end of the page, and the server fills it: the focus goes in when there is something in it.
    const enter = (trigger, left = 50) => {
        if (!left || ![trigger, document.body].includes(document.activeElement)) return;
        const box = trigger.getAttribute("aria-expanded") === "true" && document.querySelector(BOX);
        // Links of the box may be drawn before its buttons, which stand first.
        const first = box && inside(box).find((part) => part.closest("[data-testid=stDownloadButton]"));
        if (first) first.focus();
        else setTimeout(enter, 100, trigger, left - 1);
    };
    addEventListener("click", ({target}) => {
        const trigger = target.closest?.(TRIGGER);
        if (trigger?.getAttribute("aria-expanded") !== "true") trigger?.focus();
        if (trigger) setTimeout(enter, 50, trigger);
    }, {capture: true});

    // Tab leads out of the box to where its button stands, not to the end of the page.
    addEventListener("keydown", (event) => {
        const box = event.key === "Tab" && document.activeElement?.closest(BOX);
        const trigger = box && opener();
        if (!trigger) return;
        const parts = inside(box);
        const leaves = document.activeElement === (event.shiftKey ? parts[0] : parts.at(-1));
        if (!leaves) return;
        trigger.focus();
        if (event.shiftKey) event.preventDefault();
        // From the button the browser itself goes on to what follows it, which the box may lie upon.
        else setTimeout(() => trigger.click());
    }, {capture: true});

    // Every card has a button of that name: each is told by its card.
    const name = () => {
        for (const trigger of document.querySelectorAll(`[class*=st-key-card_] ${TRIGGER}`)) {
            const title = trigger.closest("[class*=st-key-card_]").querySelector("[data-heading-text]")?.textContent;
            const words = `${trigger.querySelector("p")?.textContent}: ${title}`;
            if (title && trigger.getAttribute("aria-label") !== words) trigger.setAttribute("aria-label", words);
        }
    };
    // Paper has no address bar and no filters: each sheet says at its edge what it is of, from where and when.
    const edges = document.createElement("style");
    addEventListener("beforeprint", () => {
        const chosen = [...document.querySelectorAll(".st-key-chips button p")]
            .map((words) => words.textContent)
            .filter((words) => words.endsWith("✕"))
            .map((words) => words.slice(0, -1).trim());
        const today = new Date().toLocaleDateString("en-GB", {day: "numeric", month: "long", year: "numeric"});
        const text = (words) => JSON.stringify(words).replaceAll("<", "\\3c ");
        edges.textContent = `@page {
            @top-left {content: ${text(["Digital Trends", ...new Set(chosen)].join(" · "))}}
            @bottom-left {content: ${text(location.href)}}
            @bottom-right {content: ${text(`${today} · page `)} counter(page) " of " counter(pages)}
        }`;
        document.head.append(edges);
    });

    let waiting;
    new MutationObserver(() => {
        clearTimeout(waiting);
        waiting = setTimeout(name, 150);
    }).observe(document, {childList: true, subtree: true, characterData: true});
}
