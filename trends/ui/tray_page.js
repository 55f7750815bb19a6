// Keeps the findings of the briefing in this window, and hands them over where its page opened with none.
export default function ({data, setTriggerValue}) {
    const before = briefing.references();
    if (!data.findings.length && !data.changed) {
        if (before.length) setTriggerValue("handed", {findings: before});
        return;
    }
    // A link to somebody else's briefing does not take the place of the reader's own before they change it.
    if (data.changed || !before.length) briefing.keep(data.findings);
}
