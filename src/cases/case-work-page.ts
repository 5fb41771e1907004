/** What the case page shows of putting the case in order. */
export interface CaseWorkView {
  /** May be put in order by whoever looks. */
  readonly may: boolean
  /** The cases that went on in this one, each with who decided so. */
  readonly merged: readonly {
    readonly id: string
    readonly number: string
    readonly by: string
    readonly at: string
    readonly reason: string
  }[]
  readonly links: readonly {
    readonly id: string
    readonly caseId: string
    readonly number: string
    readonly reason: string
    readonly caseReason: string
    readonly statusLabel: string
    readonly by: string
    readonly at: string
  }[]
  /** The handover that waits to be taken, or the last one. */
  readonly handover: HandoverView | null
  /** By whom it is done: those who had the case before first, then the desks, then everybody else. */
  readonly targets: readonly {
    readonly label: string
    readonly options: readonly Option[]
  }[]
  /** Other cases of the same customer, the newest first. */
  readonly others: readonly Option[]
  /** The calls of the case that are over. */
  readonly calls: readonly Option[]
}
export interface Option {
  readonly value: string
  readonly label: string
}
export interface HandoverView {
  readonly id: string
  readonly to: string
  readonly from: string
  readonly words: string
  readonly askedAt: string
  readonly dueAt: string
  readonly late: boolean
  readonly isWaiting: boolean
  readonly stateLabel: string
  readonly endedBy: string
  readonly endReason: string
  /** Whoever looks may take it or decline. */
  readonly mayAnswer: boolean
  readonly mayWithdraw: boolean
}
