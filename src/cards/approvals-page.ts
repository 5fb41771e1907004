/** What waits for a second person, and what was decided lately. */
export interface ApprovalsPage {
  readonly waiting: readonly ApprovalView[]
  readonly decided: readonly DecidedView[]
  /** Records of customers that may be one person, on a page of their own. */
  readonly people: number
  /** People whose data somebody asks to be erased, on a page of their own. */
  readonly erasures: number
  /** Not beside a caller of one's own who is not verified: then nothing is shown to decide by, and nothing is decided. */
  readonly mayTell: boolean
  readonly typed: { readonly id: string; readonly reason: string; readonly error: string } | null
}
export interface ApprovalView {
  readonly id: string
  readonly kindLabel: string
  readonly caseFile: { readonly id: string; readonly number: string }
  readonly customer: string
  readonly requestedBy: string
  readonly requestedAt: string
  readonly dueAt: string | null
  /** What is to change: its name, how it is and how it is to be. */
  readonly changes: readonly { readonly term: string; readonly from: string; readonly to: string }[]
  readonly evidence: string
  /** Taken by the one who looks: somebody else has to decide. */
  readonly isOwn: boolean
}
export interface DecidedView {
  readonly id: string
  readonly kindLabel: string
  readonly caseFile: { readonly id: string; readonly number: string }
  readonly stateLabel: string
  readonly mark: 'ok' | 'bad' | 'plain'
  readonly by: string
  readonly at: string
  readonly reason: string
}
