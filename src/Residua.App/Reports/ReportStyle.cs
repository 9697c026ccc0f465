namespace Residua.App.Reports;

/// <summary>How a report looks: light and dark, wide and narrow, on paper. All text has a contrast of at least 4.5 to 1.</summary>
internal static class ReportStyle
{
    internal const string Css = """

        :root {
          --ground: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --box: #f6f8fa; --link: #0550ae;
          --yes: #116329; --partly: #7d4e00; --no: #b3261e; --note: #fff8c5;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14181d; --text: #e6e9ed; --soft: #a3adb8; --line: #3a424c; --box: #1d232a; --link: #79b8ff;
            --yes: #5fd47c; --partly: #f0b849; --no: #ff8a80; --note: #3a3212;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 24px 20px 64px; }
        h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 12px; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
        a { color: var(--link); }
        .small { font-size: .8125rem; line-height: 1.4; color: var(--soft); }
        .note { background: var(--note); border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; }
        dl { margin: 0; }
        dl div { display: flex; gap: 12px; padding: 2px 0; }
        dt { flex: 0 0 9.5rem; color: var(--soft); }
        dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
        table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
        th, td { padding: 7px 10px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
        thead th { border-top: 0; background: var(--box); white-space: nowrap; }
        tbody th { font-weight: 600; white-space: nowrap; }
        .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .claim { min-width: 19rem; }
        .ours { min-width: 14rem; }
        .verdict { font-weight: 600; white-space: nowrap; }
        .yes { color: var(--yes); }
        .partly { color: var(--partly); }
        .no { color: var(--no); }
        .unknown { color: var(--soft); font-weight: 400; }
        figure { margin: 24px 0; }
        .picture { background: #ffffff; border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow-x: auto; }
        .picture img { display: block; width: 100%; min-width: 560px; max-width: 900px; margin: 0 auto; }
        figcaption { margin-top: 8px; max-width: 52rem; overflow-wrap: anywhere; }
        figcaption .small { display: block; margin-top: 2px; }
        pre { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: 12px; margin: 0; overflow-x: auto; font-size: .875rem; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        @media (max-width: 560px) {
          main { padding: 16px 14px 48px; }
          h1 { font-size: 1.4rem; }
          .claim { min-width: 14rem; }
          .ours { min-width: 11rem; }
          .verdict { white-space: normal; }
          dl div { display: block; padding: 4px 0; }
        }
        @media print {
          :root {
            --ground: #ffffff; --text: #000000; --soft: #444444; --line: #bbbbbb; --box: #f2f2f2; --link: #000000;
            --yes: #116329; --partly: #7d4e00; --no: #b3261e; --note: #ffffff;
          }
          body { font-size: 9.5pt; }
          main { max-width: none; padding: 0; }
          h2 { break-after: avoid; }
          figure, tr { break-inside: avoid; }
          .scroll, .picture { overflow: visible; border-radius: 0; }
          .picture { border: 0; padding: 0; }
          .picture img { min-width: 0; width: 180mm; max-width: 100%; margin: 0; }
          table { font-size: 8pt; }
          th, td { padding: 3px 5px; }
          .claim, .ours { min-width: 0; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; }
        }

        """;
}
