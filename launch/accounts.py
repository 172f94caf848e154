"""The demo's accounts, as they are announced; `load_demo` makes them."""

ACCOUNTS = (
    ("grid.worker", "网格员 grid worker"),
    ("grid.worker2", "网格员 grid worker, another community"),
    ("building.head", "楼栋长 building head"),
    ("community.officer", "社区工作者 community officer"),
    ("community.officer2", "社区工作者 community officer, same community"),
    ("community.officer3", "社区工作者 community officer, another community"),
    ("duty.officer", "值班员 duty officer"),
    ("street.officer", "街道调度员 street officer"),
    ("street.leader", "街道领导 street leader"),
    ("street.admin", "街道管理员 street administrator"),
    ("dept.urban", "部门经办人 department: 综合执法中队"),
    ("dept.water", "部门经办人 department: 自来水公司"),
    ("followup.clerk", "回访员 follow-up clerk"),
    ("admin.system", "系统管理员 system administrator"),
    ("admin.security", "安全管理员 security administrator"),
    ("admin.audit", "审计管理员 audit administrator"),
)
