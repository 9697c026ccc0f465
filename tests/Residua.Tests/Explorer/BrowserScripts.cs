namespace Residua.Tests.Explorer;

/// <summary>Scripts that wait for a page, and look it over for those who do not see it well.</summary>
internal static class BrowserScripts
{
    /// <summary>Ends once nothing in the page has changed for a while, or after seconds in which it always did.</summary>
    public const string Quiet = """
        new Promise(done => {
            let timer;
            const end = () => { observer.disconnect(); done(); };
            const wait = () => { clearTimeout(timer); timer = setTimeout(end, 200); };
            const observer = new MutationObserver(wait);
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            setTimeout(end, 4000);
            const finite = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Infinity);
            Promise.allSettled(finite.map(one => one.finished)).then(wait);
        })
        """;

    /// <summary>Controls and pictures without a name.</summary>
    public const string Unnamed = """
        [...document.querySelectorAll('main input, main select, main button, main a, main img, main canvas, header button, header a')]
            .filter(e => e.offsetParent !== null && !e.closest('.js-plotly-plot'))
            .filter(e => !(e.innerText?.trim() || e.getAttribute('aria-label') || e.getAttribute('alt') || e.title || e.closest('label')?.innerText.trim() || (e.id && document.querySelector(`label[for="${e.id}"]`))))
            .map(e => e.outerHTML.slice(0, 200))
        """;

    /// <summary>Text whose contrast with what is behind it is below 4.5 (WCAG 2, AA); disabled controls are exempt.</summary>
    public const string Pale = """
        (() => {
            const parse = text => { const n = (text.match(/[\d.]+/g) ?? []).map(Number); return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 }; };
            const part = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
            const light = c => 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
            const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a > 0.99) return c; } return { r: 255, g: 255, b: 255 }; };
            const pale = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const e = walker.currentNode.parentElement;
                if (!walker.currentNode.textContent.trim() || e.closest('script, style, svg, :disabled, .skip') || e.offsetParent === null) continue;
                const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) pale.push(`${contrast.toFixed(2)}: ${walker.currentNode.textContent.trim().slice(0, 60)}`);
            }
            return pale;
        })()
        """;

    /// <summary>Text of plots whose contrast with the page is below 3: black on black, after a drawing that missed the page's appearance.</summary>
    public const string PalePlots = """
        (() => {
            const parse = text => { const n = (text.match(/[\d.]+/g) ?? []).map(Number); return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 }; };
            const part = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
            const light = c => 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
            const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a > 0.99) return c; } return { r: 255, g: 255, b: 255 }; };
            return [...document.querySelectorAll('figure.plot .xtick text, figure.plot .ytick text, figure.plot .xtitle, figure.plot .ytitle')]
                .filter(text => text.textContent.trim())
                .map(text => {
                    const a = light(parse(getComputedStyle(text).fill)), b = light(ground(text.closest('figure')));
                    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text];
                })
                .filter(([contrast]) => contrast < 3)
                .map(([contrast, text]) => `${contrast.toFixed(2)}: ${text.closest('figure').dataset.plot}: ${text.textContent}`);
        })()
        """;
}
