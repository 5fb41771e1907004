import type { Catalogue } from '../i18n/index.ts'
import type { Fmt } from '../web/format.ts'
import type { Banner } from '../web/pages.ts'

/** What every page says on top while the card system is away: since when, what still works, and where to go on. */
export const awayBanner = (since: Date | null, t: Catalogue, fmt: Fmt): Banner | null =>
  since && {
    title: t.layout.away.title(fmt.instant(since.toISOString())),
    words: t.layout.away.words,
    links: [
      { url: '/manual-stops', words: t.layout.manualStops },
      { url: '/scripts', words: t.layout.away.booklet },
    ],
  }
