// Tabs before the mistake
Equations $"""
	dv/dt	=	(1 - v)/{tau}	+ 1*mV : 1
	"""
