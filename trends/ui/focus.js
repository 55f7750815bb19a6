// Keeps the focus of whoever presses a button by keyboard where the press takes the button away, or disables it for as
// long as its file is made: a browser would let go of it, and the next press of Tab would begin at the top of the page.
{
    // How long, in milliseconds, what a press brings about may take the focus away.
    const LASTS = 10_000;
    // A chip goes with its choice: one goes on at the way to the filters. Any other press shows another page.
    const next = pressed => [...document.querySelectorAll(pressed.chip ? ".st-key-change_filters button" : "h1")]
        .find(part => part.offsetParent);
    let pressed;

    addEventListener("click", ({target, detail}) => {
        const button = target.closest?.("[data-testid=stApp] button, [data-testid=stPopoverBody] button");
        if (!button) return;
        pressed = {
            button, byKey: detail === 0, chip: Boolean(button.closest(".st-key-chips")), until: Date.now() + LASTS,
        };
    }, {capture: true});
    // Whoever goes elsewhere stays there.
    addEventListener("focusin", ({target}) => {
        if (pressed && target !== pressed.button && target !== pressed.next) pressed = undefined;
    }, {capture: true});
    addEventListener("pointerdown", () => { pressed = undefined; }, {capture: true});

    const goOn = () => {
        if (!pressed || document.activeElement !== document.body) return;
        const {button, byKey, until} = pressed;
        if (Date.now() > until) {
            pressed = undefined;
        } else if (button.isConnected) {
            if (!button.disabled) button.focus({preventScroll: true});
        } else if (byKey) {
            const to = pressed.next = next(pressed);
            if (!to) return;
            if (!pressed.chip) to.tabIndex = -1;
            to.focus({preventScroll: pressed.chip});
        }
    };
    let waiting;
    new MutationObserver(() => {
        clearTimeout(waiting);
        waiting = setTimeout(goOn, 100);
    }).observe(document, {childList: true, subtree: true, attributeFilter: ["disabled"]});
}
