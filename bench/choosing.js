// Says when a page was drawn anew after a press: the same for the dashboard and for every rival.
// Filled in: CONTENT (selector of what is drawn anew) and APART (selector of the filters, which redraw themselves).
{
    const content = CONTENT;
    const apart = APART;
    const seen = window.seen = {pressed: 0, words: 0, chart: 0, last: 0, firstWords: 0, firstChart: 0, interactions: []};
    // The press itself, as the browser timed it: no waiting of the measuring program is part of it.
    addEventListener("pointerdown", event => {
        seen.pressed = event.timeStamp;
        seen.words = seen.chart = seen.last = 0;
    }, {capture: true});

    const isIn = (node, selector) => Boolean(selector && node?.closest?.(selector));
    // Inside a chart its shapes count as well; elsewhere words and elements that came, went or changed.
    const look = changes => {
        const now = performance.now();
        for (const {target, type} of changes) {
            const node = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
            const inChart = isIn(node, ".js-plotly-plot");
            if (!isIn(node, content) || isIn(node, apart) || (type === "attributes" && !inChart)) continue;
            if (inChart) seen.chart = now;
            else seen.words = now;
            seen.last = now;
        }
        // Words of the page itself, not of the frame around it, and a chart with its axes. What the HTML brought counts too.
        seen.firstWords ||= document.querySelector(`:is(${content}, .first-words) h1`)?.textContent.trim() ? now : 0;
        seen.firstChart ||= document.querySelector(".js-plotly-plot .main-svg .trace, .js-plotly-plot .main-svg .choropleth")
            ? now : 0;
    };
    const shapes = ["d", "transform", "points", "x", "y", "width", "height", "style"];
    new MutationObserver(look).observe(document, {
        childList: true, characterData: true, subtree: true, attributeFilter: shapes,
    });
    new PerformanceObserver(list => {
        for (const {interactionId, duration, name} of list.getEntries()) {
            if (interactionId) seen.interactions.push([duration, name]);
        }
    }).observe({type: "event", durationThreshold: 16, buffered: true});
}
