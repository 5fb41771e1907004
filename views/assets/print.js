/** The print button is shown only where it can work. It waits until every glyph of the sheet is there. */
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    await document.fonts.ready
    window.print()
  })
}
