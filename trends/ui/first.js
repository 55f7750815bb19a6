// Takes away the question and the answer that the page's HTML brought as soon as Streamlit has drawn its own, or says
// that it cannot.
{
    document.documentElement.classList.add("with-scripts");
    const DRAWN = "[data-testid=stMain] :is(h1, [data-testid=stAlert], [data-testid=stException])";
    const look = () => {
        if (!document.querySelector(DRAWN)) return;
        document.querySelector(".first-words")?.remove();
        watch.disconnect();
    };
    const watch = new MutationObserver(look);
    watch.observe(document.documentElement, {childList: true, subtree: true});
}
