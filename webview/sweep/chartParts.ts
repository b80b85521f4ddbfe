// Parts of ECharts that the plots of sweeps need.

import { BarChart, CustomChart, LineChart, LinesChart, ParallelChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  ParallelComponent,
  TooltipComponent,
} from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, LinesChart, ParallelChart, ScatterChart]);
use([GridComponent, LegendComponent, MarkAreaComponent, ParallelComponent, TooltipComponent, CanvasRenderer]);
