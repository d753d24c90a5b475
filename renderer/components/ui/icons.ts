/** Outlines on a 16 × 16 grid, drawn with a 1.5 stroke. */
export const icons = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5',
  folder: 'M1.5 12.5v-9h4l1.5 2h7.5v7z',
  file: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3',
  plus: 'M8 2.5v11M2.5 8h11',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  back: 'M9.5 3L4.5 8l5 5',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9',
  warn: 'M8 2L1.5 13.5h13zM8 6.5v3.5M8 11.7v.3',
  info: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 7.2v4M8 4.8v.3',
  check: 'M2.5 8.5l3.5 3.5 7.5-8',
  spark: 'M8 1.5l1.6 4.9 4.9 1.6-4.9 1.6L8 14.5l-1.6-4.9L1.5 8l4.9-1.6z',
  list: 'M2 4h12M2 8h12M2 12h12',
  report: 'M3.5 1.5h6l3 3v10h-9zM5.5 8h5M5.5 11h5',
  share: 'M8 10V2M5 4.5L8 1.5l3 3M2.5 9v5h11V9',
  camera: 'M1.5 4.5h3l1-2h5l1 2h3v9h-13zM8 11.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z',
  compare: 'M2 3h12v10H2zM8 1.5v13',
  activity: 'M1.5 8h3l2-5 3 10 2-5h3',
  keys: 'M1.5 4h13v8h-13zM4 6.5h.1M7 6.5h.1M10 6.5h.1M12 6.5h.1M5 9.5h6',
  command: 'M3 5.5l3 2.5-3 2.5M8 11h5',
  stop: 'M3.5 3.5h9v9h-9z',
  series: 'M2 2.5h5v5H2zM9 2.5h5v5H9zM2 9.5h5v4H2zM9 9.5h5v4H9z',
  evidence: 'M1.5 14h13M3.5 11.5v-4M6.5 11.5v-9M9.5 11.5v-6M12.5 11.5v-3',
  rays: 'M8 2L2.5 13.5h11zM8 2v11.5',
  gantry:
    'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  brush: 'M2.5 13.5l1-3.5 7.5-7.5 2.5 2.5L6 12.5z',
  down: 'M3.5 6l4.5 4.5L12.5 6',
  layers: 'M8 1.5L14.5 5 8 8.5 1.5 5zM1.5 8L8 11.5 14.5 8M1.5 11L8 14.5 14.5 11',
  target: 'M8 12.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM8 1v5M8 10v5M1 8h5M10 8h5',
  heart:
    'M8 13.5C4 10.5 1.5 8.3 1.5 5.6A3.3 3.3 0 0 1 8 4.3a3.3 3.3 0 0 1 6.5 1.3c0 2.7-2.5 4.9-6.5 7.9z',
} as const;

export type IconName = keyof typeof icons;
