/** A view of the list of cases that somebody keeps by name. */
export interface SavedView {
  readonly id: string
  readonly ownerId: string
  readonly name: string
  readonly isShared: boolean
  /** What it asks for, as the words of an address: see case-query.ts. */
  readonly query: string
}

export const LONGEST_NAME = 60

/** Whoever keeps a view may change it; a shared one may be taken away by a supervisor as well. */
export const mayChangeView = (view: SavedView, operatorId: string): boolean =>
  view.ownerId === operatorId
export const mayRemoveView = (
  view: SavedView,
  operatorId: string,
  isSupervisor: boolean,
): boolean => mayChangeView(view, operatorId) || (view.isShared && isSupervisor)
export const maySeeView = (view: SavedView, operatorId: string): boolean =>
  view.isShared || view.ownerId === operatorId
